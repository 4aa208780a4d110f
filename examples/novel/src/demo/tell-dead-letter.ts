import { setTimeout } from "node:timers/promises";
import { isFinal, type TaskHandle, type TaskOutcome, type TaskResult } from "celeriac";
import { glossChapter } from "../tasks.ts";
import { WHALING_GLOSSARY } from "./glossary.ts";
import type { Chapter } from "./novel.ts";
import { type Stage, send } from "./stage.ts";

export type Glossed = TaskResult<typeof glossChapter>;

const LOOK_AGAIN_MS = 100;

/** A task that cannot succeed and goes to the dead-letter queue; its cause is mended and it is redriven. */
export async function tellDeadLetter(stage: Stage, { chapter, text }: Chapter): Promise<Glossed> {
  const { board, checks, client, library, signal } = stage;
  const glossary = library.glossaryUrl;
  const handle = await send(stage, glossChapter, { chapter, text, glossary });
  const failed = await endOf(stage, handle, 0);
  checks.that(
    failed.state === "FAILURE" && failed.reason === "rejected",
    "chapter.gloss failed as rejected, without a second attempt",
    failed,
  );
  const deadLetters = client.deadLetters("default");
  // The copy in the dead-letter queue follows the FAILURE that everybody sees.
  const [dead] = await waitFor(signal, async () => {
    const letters = await deadLetters.list({ limit: 1 });
    return letters.length > 0 ? letters : undefined;
  });
  board.say(`chapter.gloss is in the dead-letter queue, ${dead?.reason}: ${dead?.error}`);
  checks.that(
    dead?.taskId === handle.taskId && dead.reason === "rejected",
    "the dead letter of chapter.gloss says why it is there",
    dead,
  );

  library.publish(WHALING_GLOSSARY);
  const redriven = await deadLetters.redrive({ taskIds: [handle.taskId] });
  checks.that(redriven[0]?.result === "redriven", "chapter.gloss could be redriven", redriven);
  board.say("the glossary is published; chapter.gloss is redriven");
  const mended = await endOf(stage, handle, failed.generation + 1);
  board.say(`chapter.gloss: ${mended.state} in generation ${mended.generation}`);
  checks.that(mended.state === "SUCCESS", "the redriven chapter.gloss succeeded", mended);
  checks.that((await deadLetters.list()).length === 0, "the dead-letter queue is empty again");
  return await handle.result({ signal });
}

/** Waits for the end of a generation: the end of an earlier one is not news. */
async function endOf<Result>(
  { signal }: Stage,
  handle: TaskHandle<Result>,
  generation: number,
): Promise<TaskOutcome<Result>> {
  return await waitFor(signal, async () => {
    const outcome = await handle.outcome();
    const ended = isFinal(outcome.state) && outcome.generation >= generation;
    return ended ? outcome : undefined;
  });
}

async function waitFor<Value>(
  signal: AbortSignal,
  look: () => Promise<Value | undefined>,
): Promise<Value> {
  for (;;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    await setTimeout(LOOK_AGAIN_MS, undefined, { signal });
  }
}
