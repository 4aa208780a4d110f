import { wordForm, wordsOf } from "./words.ts";

/** One place where a word stands. */
export interface ConcordanceEntry {
  /** The word as it was asked for. */
  readonly word: string;
  /** Where it stands in its chapter, in UTF-16 units. */
  readonly offset: number;
  readonly before: string;
  /** As it is written there. */
  readonly match: string;
  readonly after: string;
}

const CONTEXT_LENGTH = 40;

/** Every place of the asked words in a text, in order, with what stands around it on one line. */
export function concordanceEntries(text: string, asked: readonly string[]): ConcordanceEntry[] {
  const askedByForm = new Map(asked.map((word) => [wordForm(word), word]));
  return wordsOf(text).flatMap(({ text: match, offset }) => {
    const word = askedByForm.get(wordForm(match));
    if (word === undefined) return [];
    const end = offset + match.length;
    const before = onOneLine(text.slice(Math.max(0, offset - CONTEXT_LENGTH), offset));
    const after = onOneLine(text.slice(end, end + CONTEXT_LENGTH));
    return [{ word, offset, before, match, after }];
  });
}

function onOneLine(context: string): string {
  // A cut may halve a surrogate pair, which no JSON encoding carries unharmed.
  return context.toWellFormed().replace(/\s+/gu, " ");
}
