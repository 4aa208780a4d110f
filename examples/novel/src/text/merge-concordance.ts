import type { ConcordanceEntry } from "./concordance-entries.ts";

/** The places of the asked words in one chapter. */
export interface ChapterEntries {
  readonly chapter: string;
  readonly entries: readonly ConcordanceEntry[];
}

/** One word's places in the whole novel. */
export interface WordConcordance {
  readonly word: string;
  readonly count: number;
  /** In how many chapters it stands. */
  readonly chapters: number;
  /** Where it stands most often, the first of equals; absent when it stands nowhere. */
  readonly densest?: { readonly chapter: string; readonly count: number } | undefined;
  readonly places: readonly Place[];
}

export interface Place extends Omit<ConcordanceEntry, "word"> {
  readonly chapter: string;
}

/** One word's concordance, out of those of the chapters in their order. */
export function mergeConcordance(
  word: string,
  chapters: readonly ChapterEntries[],
): WordConcordance {
  const found = chapters
    .map(({ chapter, entries }) => ({
      chapter,
      entries: entries.filter((entry) => entry.word === word),
    }))
    .filter(({ entries }) => entries.length > 0);
  const places = found.flatMap(({ chapter, entries }) =>
    entries.map(({ offset, before, match, after }) => ({ chapter, offset, before, match, after })),
  );
  const densest = found.toSorted((a, b) => b.entries.length - a.entries.length)[0];
  return {
    word,
    count: places.length,
    chapters: found.length,
    densest: densest && { chapter: densest.chapter, count: densest.entries.length },
    places,
  };
}
