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
  // The singles first: they wait, for the clock or for each other, while the chapters are read.
  const delayed = tellDelayed(stage, chapterNamed(chapters, DELAYED));
  const retried = tellRetried(stage, chapters.length);
  const glossed = tellDeadLetter(stage, chapterNamed(chapters, GLOSSED));
  const revoked = tellRevoked(stage, chapters);
  const measuring = measureAll(stage, atOnce);
  const indexing = indexAll(stage, chapters);
  const parts = [
    measuring,
    indexing.then((indexed) => mergeAll(stage, indexed)),
    makeThumbnails(stage, photographs),
    delayed,
    glossed,
    Promise.all([measuring, indexing]).then(elapsedMs),
    retried,
    revoked,
  ] as const;
  noteFailures(stage, await Promise.allSettled(parts));
  const [measured, concordance, thumbnails, last, gloss, chapterMs] = await Promise.all(parts);
  return {
    wallMs: elapsedMs(),
    chapterTasks: atOnce.length + chapters.length,
    chapterMs,
    reading: {
      chapters,
      measured: [...measured, last],
      concordance,
      glossed: gloss,
      thumbnails,
    },
  };
}

function noteFailures(
  { checks, signal }: Stage,
  ends: readonly PromiseSettledResult<unknown>[],
): void {
  const failures = ends.flatMap((end) => (end.status === "rejected" ? [end.reason] : []));
  // Once it is told to stop, every part fails for that one reason.
  const reasons = signal.aborted ? [signal.reason] : new Set(failures);
  for (const reason of reasons) {
    const what = reason instanceof Error ? reason.message : String(reason);
    checks.that(false, "every part of the work came to its end", what);
  }
}

function chapterNamed(chapters: readonly Chapter[], name: string): Chapter {
  const found = chapters.find(({ chapter }) => chapter === name);
  if (found === undefined) throw new Error(`the novel has no chapter ${name}`);
  return found;
}
