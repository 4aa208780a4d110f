import type { Effort, Reading } from "../report/reading.ts";
import { makeThumbnails } from "./make-thumbnails.ts";
import type { Chapter } from "./novel.ts";
import type { Photograph } from "./photographs.ts";
import { indexAll, measureAll, mergeAll } from "./read-chapters.ts";
import type { Stage } from "./stage.ts";
import { tellDeadLetter } from "./tell-dead-letter.ts";
import { tellDelayed } from "./tell-delayed.ts";
import { tellRetried } from "./tell-retried.ts";
import { tellRevoked } from "./tell-revoked.ts";

/** The chapter whose trade words are glossed: "Cetology". */
const GLOSSED = "32";
/** The chapter that waits for its eta. */
const DELAYED = "Epilogue";

export interface Played extends Omit<Effort, "tally" | "calls"> {
  readonly reading: Reading;
}

/**
 * Sends all the work at once and waits until every part has ended.
 * @throws what the first failed part threw; every failed part is among the checks.
 */
export async function sendEverything(
  stage: Stage,
  chapters: readonly Chapter[],
  photographs: readonly Photograph[],
): Promise<Played> {
  const started = performance.now();
  const elapsedMs = () => performance.now() - started;
  const atOnce = chapters.filter(({ chapter }) => chapter !== DELAYED);
  const measuring = measureAll(stage, atOnce);
  const indexing = indexAll(stage, chapters);
  const parts = [
    measuring,
    indexing.then((indexed) => mergeAll(stage, indexed)),
    makeThumbnails(stage, photographs),
    tellDelayed(stage, chapterNamed(chapters, DELAYED)),
    tellDeadLetter(stage, chapterNamed(chapters, GLOSSED)),
    Promise.all([measuring, indexing]).then(elapsedMs),
    tellRetried(stage, chapters.length),
    tellRevoked(stage, chapters),
  ] as const;
  noteFailures(stage, await Promise.allSettled(parts));
  const [measured, concordance, thumbnails, delayed, glossed, chapterMs] = await Promise.all(parts);
  return {
    wallMs: elapsedMs(),
    chapterTasks: atOnce.length + chapters.length,
    chapterMs,
    reading: { chapters, measured: [...measured, delayed], concordance, glossed, thumbnails },
  };
}

function noteFailures(stage: Stage, ends: readonly PromiseSettledResult<unknown>[]): void {
  const reasons = ends.flatMap((end) => (end.status === "rejected" ? [end.reason] : []));
  for (const reason of new Set(reasons)) {
    const what = reason instanceof Error ? reason.message : String(reason);
    stage.checks.that(false, "every part of the work came to its end", what);
  }
}

function chapterNamed(chapters: readonly Chapter[], name: string): Chapter {
  const found = chapters.find(({ chapter }) => chapter === name);
  if (found === undefined) throw new Error(`the novel has no chapter ${name}`);
  return found;
}
