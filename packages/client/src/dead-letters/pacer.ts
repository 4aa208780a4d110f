import { CeleriacError, type Clock, show } from "@celeriac/core";

/** Spreads calls over time. */
export interface Pacer {
  /** How many may be started within half the time that a letter stays hidden. */
  readonly most: number;
  /**
   * Resolves when it is this caller's turn: `false` when the signal aborted before. `meanwhile` is called every half
   * minute of the wait.
   */
  turn(meanwhile: () => Promise<unknown>): Promise<boolean>;
}

/** A letter is hidden for a minute. */
const HALF_HIDDEN_MS = 30_000;
const MOST_PER_RECEIVE = 10;

/** No more than so many turns a second, evenly, by the monotonic clock; without a rate at once. */
export function createPacer(
  clock: Clock,
  perSecond: number | undefined,
  signal: AbortSignal | undefined,
): Pacer {
  const gapMs = perSecond === undefined ? 0 : 1000 / perSecond;
  let next = clock.monotonic();
  return {
    most:
      perSecond === undefined
        ? MOST_PER_RECEIVE
        : Math.min(MOST_PER_RECEIVE, Math.max(1, Math.floor(HALF_HIDDEN_MS / gapMs))),
    turn: async (meanwhile) => {
      const mine = Math.max(next, clock.monotonic());
      next = mine + gapMs;
      for (;;) {
        if (signal?.aborted) return false;
        const restMs = mine - clock.monotonic();
        if (restMs <= 0) return true;
        await clock.sleep(Math.min(restMs, HALF_HIDDEN_MS), signal);
        if (restMs > HALF_HIDDEN_MS) await meanwhile();
      }
    },
  };
}

const SLOWEST = 0.001;
const FASTEST = 10_000;

/** @throws {CeleriacError} `invalid-options` */
export function checkRate(option: string, perSecond: unknown, most: number = FASTEST): void {
  if (perSecond === undefined) return;
  if (typeof perSecond === "number" && perSecond >= SLOWEST && perSecond <= most) return;
  throw new CeleriacError(
    "invalid-options",
    `${option} is ${show(perSecond)}: expected a number from ${SLOWEST} to ${most}, or nothing for no limit`,
    { details: { option } },
  );
}
