import type { Clock } from "@celeriac/core";
import type { WaitLimits } from "./wait-limits.ts";

/** Ends a wait: when its time is up or its caller has lost interest. */
export interface StopSignal {
  /** Aborted when nothing may go on, a read under way included. */
  readonly signal: AbortSignal;
  /** Ms until the timeout; 0 when it has passed. */
  remainingMs(): number;
  /** What `work` answers, or `undefined` if the signal aborts first. */
  race<Value>(work: Promise<Value>): Promise<{ readonly value: Value } | undefined>;
  release(): void;
}

/**
 * At the timeout itself a last read may still be made: a task that ended in the pause before is not missed. It gets this
 * much, ms.
 */
const LAST_READ_MS = 1000;

/** Starts counting. Must be released. */
export function createStopSignal(clock: Clock, limits: WaitLimits): StopSignal {
  const controller = new AbortController();
  const { signal } = controller;
  const stop = (): void => controller.abort();
  const endsAt = clock.monotonic() + limits.timeoutMs;
  const cancel = clock.timer(limits.timeoutMs + LAST_READ_MS, stop);
  const aborted = new Promise<undefined>((resolve) => {
    signal.addEventListener("abort", () => resolve(undefined), { once: true });
  });
  if (limits.signal?.aborted === true) stop();
  limits.signal?.addEventListener("abort", stop, { once: true });
  return {
    signal,
    remainingMs: () => Math.max(0, endsAt - clock.monotonic()),
    race: (work) => Promise.race([work.then((value) => ({ value })), aborted]),
    release: () => {
      cancel();
      limits.signal?.removeEventListener("abort", stop);
    },
  };
}
