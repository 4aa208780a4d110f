import type { Clock } from "@celeriac/core";

/** A clock on which nobody waits: a sleep is over at once and moves the time; timers end when a test says so. */
export interface InstantClock extends Clock {
  /** Every sleep so far, ms. */
  readonly slept: readonly number[];
  /** Ends all timers that are running. */
  ring(): void;
}

export function createInstantClock(): InstantClock {
  const slept: number[] = [];
  const timers = new Set<() => void>();
  let time = 1_767_225_600_000;
  return {
    slept,
    now: () => time,
    monotonic: () => time,
    timer(_delayMs, run) {
      timers.add(run);
      return () => timers.delete(run);
    },
    async sleep(delayMs) {
      slept.push(delayMs);
      time += delayMs;
    },
    ring() {
      for (const run of timers) run();
      timers.clear();
    },
  };
}
