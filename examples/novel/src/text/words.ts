/** A run of letters in a text, with its place. */
export interface Word {
  readonly text: string;
  /** Where it starts, in UTF-16 units. */
  readonly offset: number;
}

// An apostrophe inside belongs to the word ("d'ye", "o'er"), a hyphen does not: "whale-boat" is two words.
const WORD = /[\p{L}\p{M}]+(?:['’][\p{L}\p{M}]+)*/gu;

/** The words of a text, in order. */
export function wordsOf(text: string): Word[] {
  return [...text.matchAll(WORD)].map((match) => ({ text: match[0], offset: match.index }));
}

/** The form under which words are counted as the same: lower case, without a possessive `'s`. */
export function wordForm(word: string): string {
  return word.toLowerCase().replace(/['’]s$/u, "");
}
