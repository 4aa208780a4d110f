import { CeleriacError, isFinal, type TaskOutcome } from "@celeriac/core";
import { type FollowedTask, nameOf } from "./followed-task.ts";
import { readOutcome } from "./read-outcome.ts";
import { createStopSignal, type StopSignal } from "./stop-signal.ts";
import type { FinalOutcome } from "./task-end.ts";
import type { WaitLimits } from "./wait-limits.ts";

const FIRST_PAUSE_MS = 5;
const LONGEST_PAUSE_MS = 1000;
const GROWTH = 1.5;
/** A pause is shortened by up to this share by chance, so that many waiters do not read in step. */
const JITTER = 0.2;

/**
 * Reads a task's outcome again and again, with growing pauses, and yields what it reads; ends after a final outcome
 * and answers that.
 * A read that fails and may be repeated is repeated.
 * @throws {CeleriacError} `result-timeout`, saying how far the task had come, or the error of a read that is not worth
 * repeating; the reason of the caller's signal once that aborts.
 */
export async function* pollOutcomes<Result>(
  followed: FollowedTask,
  limits: WaitLimits,
): AsyncGenerator<TaskOutcome<Result>, FinalOutcome<Result>, undefined> {
  const { clock, random } = followed.ports;
  const stop = createStopSignal(clock, limits);
  const seen: Seen<Result> = { outcome: undefined, error: undefined };
  try {
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * GROWTH, LONGEST_PAUSE_MS)) {
      const jittered = Math.ceil(pauseMs * (1 - JITTER * random.next()));
      await clock.sleep(Math.min(jittered, stop.remainingMs()), stop.signal);
      limits.signal?.throwIfAborted();
      const isLast = stop.remainingMs() === 0;
      const outcome = await look(followed, stop, seen);
      limits.signal?.throwIfAborted();
      if (outcome !== undefined) {
        yield outcome;
        if (hasEnded(outcome, limits.generation)) return outcome;
      }
      if (isLast) throw timedOut(followed, limits, seen);
    }
  } finally {
    stop.release();
  }
}

/** Only a failure may be followed by another generation. */
function hasEnded<Result>(
  outcome: TaskOutcome<Result>,
  generation: number,
): outcome is FinalOutcome<Result> {
  if (outcome.state === "FAILURE") return outcome.generation >= generation;
  return isFinal(outcome.state);
}

/** What the reads so far have shown. */
interface Seen<Result> {
  outcome: TaskOutcome<Result> | undefined;
  /** Of the last read, if that failed. */
  error: CeleriacError | undefined;
}

async function look<Result>(
  followed: FollowedTask,
  stop: StopSignal,
  seen: Seen<Result>,
): Promise<TaskOutcome<Result> | undefined> {
  try {
    const read = await stop.race(readOutcome<Result>(followed));
    if (read === undefined) return undefined;
    seen.outcome = read.value;
    seen.error = undefined;
    return read.value;
  } catch (error) {
    if (!CeleriacError.is(error) || !error.retryable) throw error;
    seen.error = error;
    return undefined;
  }
}

function timedOut<Result>(
  followed: FollowedTask,
  { timeoutMs }: WaitLimits,
  { outcome, error }: Seen<Result>,
): CeleriacError {
  const state = outcome?.state;
  return new CeleriacError(
    "result-timeout",
    `${nameOf(followed)} has not ended within ${timeoutMs} ms: ${soFar(outcome)}${error === undefined ? "" : `; the last read failed: ${error.message}`}. It goes on: wait again with client.handle(task, taskId), or revoke it`,
    {
      cause: error,
      retryable: true,
      details: { taskId: followed.taskId, timeoutMs, state, attempts: outcome?.attempts },
    },
  );
}

function soFar(outcome: TaskOutcome<unknown> | undefined): string {
  if (outcome === undefined) return "its record could not be read";
  if (outcome.state === "PENDING") return "it is PENDING, no attempt has started";
  const revoked = outcome.revokeRequested ? ", asked to stop" : "";
  return `it is ${outcome.state} at attempt ${outcome.attempts}${revoked}`;
}
