import type { Chapter } from "../demo/novel.ts";
import type { Measured } from "../demo/read-chapters.ts";

/** A chapter with its title and what it speaks of. */
export interface TitledMeasure extends Measured {
  readonly title: string;
}

const SHOWN = 3;

/** The chapters that are easiest and hardest to read. */
export function extremes(
  chapters: readonly Chapter[],
  measured: readonly Measured[],
): { readonly easiest: TitledMeasure[]; readonly hardest: TitledMeasure[] } {
  const titles = new Map(chapters.map(({ chapter, title }) => [chapter, title]));
  const byEase = measured
    .map((one) => ({ ...one, title: titles.get(one.chapter) ?? "" }))
    .toSorted((a, b) => b.readingEase - a.readingEase);
  return { easiest: byEase.slice(0, SHOWN), hardest: byEase.slice(-SHOWN).reverse() };
}
