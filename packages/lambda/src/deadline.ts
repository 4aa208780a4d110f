import type { Clock } from "@celeriac/core";

/** The longest that Lambda lets a function run, ms. */
const LONGEST_INVOCATION_MS = 900_000;

/** When an invocation has to answer. */
export interface Deadline {
  /** Resolves once the time is over; never rejects. */
  readonly reached: Promise<void>;
  cancel(): void;
}

/**
 * Counts down to an invocation's answer.
 *
 * Until it is cancelled the event loop is kept alive. The clock's timers do not do that: a task that waits for one of
 * them, or for nothing at all, would let the loop run dry, and Lambda would take that for the end of the process.
 */
export function startDeadline(clock: Clock, remainingMs: number): Deadline {
  const { promise: reached, resolve } = Promise.withResolvers<void>();
  const cancelTimer = clock.timer(Math.max(0, remainingMs), resolve);
  const keepAlive = setTimeout(doNothing, LONGEST_INVOCATION_MS);
  return {
    reached,
    cancel: () => {
      cancelTimer();
      clearTimeout(keepAlive);
    },
  };
}

/** Of the module: a timer that outlives its invocation must hold nothing of it in memory. */
function doNothing(): void {
  // The timer itself is what counts.
}
