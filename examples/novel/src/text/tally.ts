/** How often each of the given things occurs, the most frequent first, equals in alphabetical order. */
export function tally(things: Iterable<string>): { name: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const thing of things) counts.set(thing, (counts.get(thing) ?? 0) + 1);
  return [...counts]
    .map(([name, count]) => ({ name, count }))
    .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
}
