import { measureChapter } from "../tasks.ts";
import { MEASURED } from "./groups.ts";
import type { Chapter } from "./novel.ts";
import type { Measured } from "./read-chapters.ts";
import { type Stage, send } from "./stage.ts";

const WAIT_MS = 4000;

/** A task with an eta: it does not start before. */
export async function tellDelayed(stage: Stage, { chapter, text }: Chapter): Promise<Measured> {
  const { board, checks, signal } = stage;
  const eta = new Date(Date.now() + WAIT_MS);
  const handle = await send(stage, measureChapter, { chapter, text }, { eta });
  board.say(`${chapter}: to be measured not before ${timeOf(eta)}`);
  const result = await handle.result({ signal });
  board.tick(MEASURED);
  const { startedAt = 0 } = await handle.outcome();
  const lateMs = startedAt - eta.getTime();
  board.say(`${chapter}: measured, started ${lateMs} ms after its eta`);
  checks.that(lateMs >= 0, `${chapter} was not started before its eta`, { startedAt, eta });
  return result;
}

function timeOf(instant: Date): string {
  return instant.toTimeString().slice(0, 8);
}
