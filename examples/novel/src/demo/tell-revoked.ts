import { CeleriacError, type TaskOutcome } from "celeriac";
import { z } from "zod";
import { compareChapters } from "../tasks.ts";
import type { Chapter } from "./novel.ts";
import { type Stage, send } from "./stage.ts";

const progressSchema = z.object({ compared: z.int(), of: z.int() });

/** A task that would take minutes on the worker, and is revoked while it runs. */
export async function tellRevoked(stage: Stage, chapters: readonly Chapter[]): Promise<void> {
  const { board, checks, signal } = stage;
  const handle = await send(stage, compareChapters, {
    chapters: chapters.map(({ chapter, text }) => ({ chapter, text })),
  });
  let answer: string | undefined;
  for await (const update of handle.updates({ signal })) {
    const progress = progressOf(update);
    if (answer !== undefined || progress === undefined) continue;
    board.say(`novel.compare: ${progress.compared} of ${progress.of} pairs; it takes too long`);
    answer = await handle.revoke();
    board.say(`novel.compare: revoke ${answer}`);
  }
  const outcome = await handle.outcome();
  const progress = progressOf(outcome);
  board.say(`novel.compare: ${outcome.state} after ${progress?.compared} pairs`);
  checks.that(
    answer === "requested" && outcome.state === "REVOKED",
    "novel.compare was revoked while it ran",
    { answer, state: outcome.state },
  );
  checks.that(
    progress !== undefined && progress.compared < progress.of - 1,
    "novel.compare stopped before its end",
    progress,
  );
  const refusal = await handle.result({ signal }).catch((error: unknown) => error);
  checks.that(
    CeleriacError.is(refusal, "task-revoked"),
    "whoever waits for novel.compare is told that it was revoked",
  );
}

function progressOf(outcome: TaskOutcome<unknown>): z.infer<typeof progressSchema> | undefined {
  return progressSchema.safeParse(outcome.progress).data;
}
