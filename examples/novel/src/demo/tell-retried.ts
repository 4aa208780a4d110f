import { registerEdition } from "../tasks.ts";
import { type Stage, send } from "./stage.ts";

/** How many attempts fail before one succeeds. */
export const OUTAGES = 2;

/** A task that fails twice, because what it depends on is down, and then succeeds. */
export async function tellRetried(stage: Stage, chapters: number): Promise<void> {
  const { board, checks, library, signal } = stage;
  const handle = await send(stage, registerEdition, {
    library: library.editionsUrl,
    title: "Moby Dick; or, The Whale",
    chapters,
  });
  for await (const update of handle.updates({ signal })) {
    if (update.state !== "RETRY") continue;
    const { attempts, lastError } = update;
    board.say(`library.register failed at attempt ${attempts}: ${lastError?.message}; will retry`);
  }
  const outcome = await handle.outcome();
  board.say(`library.register: ${outcome.state} at attempt ${outcome.attempts}`);
  checks.that(
    outcome.state === "SUCCESS" && outcome.attempts === OUTAGES + 1,
    `library.register failed ${OUTAGES} times and then succeeded`,
    outcome,
  );
  const keys = library.registrations;
  checks.that(
    keys.length === OUTAGES + 1 && new Set(keys).size === 1,
    "all its attempts gave the library the same idempotency key",
    keys,
  );
}
