/** Lines of a name and a value, the values below each other; what is `undefined` is left out. */
export function fieldLines(
  fields: readonly (readonly [name: string, value: string | undefined])[],
): readonly string[] {
  const said = fields.filter((field): field is readonly [string, string] => field[1] !== undefined);
  const width = Math.max(0, ...said.map(([name]) => name.length));
  return said.map(([name, value]) => `${name.padEnd(width)}  ${value}`);
}
