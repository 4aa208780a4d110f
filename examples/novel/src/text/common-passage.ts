/** Where the longest run of words that two texts share ends in the first one, and how many words it has. */
export interface CommonPassage {
  readonly end: number;
  readonly length: number;
}

/**
 * Finds the longest run of words that two lists share, by comparing every word with every word: as many steps as the
 * product of their lengths. (A suffix array would be quick; this one is here to be slow.)
 */
export function commonPassage(first: readonly string[], second: readonly string[]): CommonPassage {
  let longest: CommonPassage = { end: 0, length: 0 };
  let previous = new Int32Array(second.length + 1);
  let current = new Int32Array(second.length + 1);
  for (const [i, word] of first.entries()) {
    for (const [j, other] of second.entries()) {
      const length = word === other ? (previous[j] ?? 0) + 1 : 0;
      current[j + 1] = length;
      if (length > longest.length) longest = { end: i + 1, length };
    }
    [previous, current] = [current, previous];
  }
  return longest;
}
