import { CeleriacError, type Clock, type Logger, type Random } from "@celeriac/core";

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 30_000;

/** What is known of a queue that cannot be received from. */
export interface Trouble {
  /** Monotonic ms. */
  readonly since: number;
  readonly failures: number;
  readonly error: unknown;
}

/** Follows whether receiving works, and says each change of it once. */
export interface ReceiveTrouble {
  readonly current: Trouble | undefined;
  /** Receiving failed; answers how long to wait before the next try, ms. */
  failed(error: unknown): number;
  /** Receiving worked. */
  succeeded(): void;
}

/** A second line is written only when the error's code changes: a broken network must not fill the log. */
export function createReceiveTrouble(logger: Logger, clock: Clock, random: Random): ReceiveTrouble {
  let current: Trouble | undefined;
  return {
    get current() {
      return current;
    },
    failed: (error) => {
      const failures = (current?.failures ?? 0) + 1;
      if (current === undefined || codeOf(current.error) !== codeOf(error)) {
        logger.error("receiving failed: trying again until it works", { error });
      }
      current = { since: current?.since ?? clock.monotonic(), failures, error };
      return receiveBackoffMs(failures, random);
    },
    succeeded: () => {
      if (current === undefined) return;
      logger.info("receiving works again", {
        failures: current.failures,
        downMs: Math.round(clock.monotonic() - current.since),
      });
      current = undefined;
    },
  };
}

/**
 * The wait after the n-th failure in a row, ms: doubled each time up to 30 s, between half and the whole of it by
 * chance, so that workers that failed together do not come back together.
 */
export function receiveBackoffMs(failures: number, random: Random): number {
  const whole = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(failures - 1, 20));
  return whole / 2 + (whole / 2) * random.next();
}

function codeOf(error: unknown): string {
  if (CeleriacError.is(error)) return error.code;
  return error instanceof Error ? error.name : typeof error;
}
