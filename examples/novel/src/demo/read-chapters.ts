import type { TaskResult } from "celeriac";
import { indexChapter, measureChapter, mergeChapters } from "../tasks.ts";
import { INDEXED, MEASURED } from "./groups.ts";
import type { Chapter } from "./novel.ts";
import { type Stage, send, sendMany } from "./stage.ts";

/** The words whose places in the novel are collected. */
const CONCORDANCE_WORDS: [string, ...string[]] = [
  "whale",
  "white",
  "Ahab",
  "sea",
  "ship",
  "captain",
  "harpoon",
  "God",
  "death",
  "madness",
];

export type Measured = TaskResult<typeof measureChapter>;
export type Indexed = TaskResult<typeof indexChapter>;
export type Concordance = TaskResult<typeof mergeChapters>["words"];

/** Measures chapters on Lambda, one task each. */
export async function measureAll(stage: Stage, chapters: readonly Chapter[]): Promise<Measured[]> {
  const inputs = chapters.map(({ chapter, text }) => ({ chapter, text }));
  const measured = await sendMany(stage, MEASURED, measureChapter, inputs);
  stage.checks.that(
    measured.every((one, index) => one.chapter === chapters[index]?.chapter && one.words > 0),
    "each chapter was measured, and the answers came in the novel's order",
  );
  return measured;
}

/** Finds the places of some words in chapters, on Lambda, one task each. */
export async function indexAll(stage: Stage, chapters: readonly Chapter[]): Promise<Indexed[]> {
  const inputs = chapters.map(({ chapter, text }) => ({
    chapter,
    text,
    words: CONCORDANCE_WORDS,
  }));
  return await sendMany(stage, INDEXED, indexChapter, inputs);
}

/** Merges the places that were found in chapters, on the worker. */
export async function mergeAll(stage: Stage, chapters: readonly Indexed[]): Promise<Concordance> {
  const { board, checks, signal } = stage;
  const found = chapters.reduce((sum, { entries }) => sum + entries.length, 0);
  board.say(`all chapters are indexed: the worker merges ${found} places into one concordance`);
  const merging = await send(stage, mergeChapters, { words: CONCORDANCE_WORDS, chapters });
  const { words } = await merging.result({ signal });
  const merged = words.reduce((sum, { places }) => sum + places.length, 0);
  board.say(`the concordance is merged: ${words.length} words, ${merged} places`);
  checks.that(
    merged === found && words.every(({ count }) => count > 0),
    "the concordance has every place that was found",
    merged,
  );
  return words;
}
