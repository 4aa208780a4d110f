import { CeleriacError, type EnqueueOutcome, toFailureError } from "@celeriac/core";

/** One item on its way. `outcome` never rejects. */
export interface Flight<Result> {
  /** What it holds in memory until it has landed, in UTF-16 units. */
  readonly size: number;
  readonly outcome: Promise<EnqueueOutcome<Result>>;
}

/** An item that was refused before anything was sent answers its outcome at once. */
export type Start<Result> = Flight<Result> | Extract<EnqueueOutcome<Result>, { ok: false }>;

/** Items on their way at a time. Enough to fill every batch call that an adapter makes in parallel. */
export const MOST_IN_FLIGHT = 1000;
/** Large items are fewer at a time. */
export const MOST_SIZE_IN_FLIGHT: number = 32 * 1024 * 1024;

/**
 * Sends items as their iterable yields them, a bounded number at a time, and answers their outcomes in order.
 * @param start begins one item; it must not throw.
 * @throws {CeleriacError} `invalid-options` when the iterable throws: `details.outcomes` holds those of the items before.
 */
export async function sendMany<Item, Result>(
  items: Iterable<Item>,
  start: (item: Item) => Start<Result>,
): Promise<EnqueueOutcome<Result>[]> {
  const outcomes: EnqueueOutcome<Result>[] = [];
  const flights = createFlightWindow();
  let count = 0;
  let broken: { readonly cause: unknown } | undefined;
  try {
    for (const item of items) {
      const place = count;
      count += 1;
      const started = start(item);
      if ("ok" in started) {
        outcomes[place] = started;
        continue;
      }
      flights.begin(started.size);
      void started.outcome.then((outcome) => {
        outcomes[place] = outcome;
        flights.end(started.size);
      });
      // No await where there is room: items of one tick share the adapter's batches.
      if (flights.areFull()) await flights.room();
    }
  } catch (cause) {
    broken = { cause };
  }
  await flights.landed();
  if (broken !== undefined) throw iterableThrew(broken.cause, outcomes);
  return outcomes;
}

interface FlightWindow {
  begin(size: number): void;
  end(size: number): void;
  areFull(): boolean;
  /** Resolves once half of it is free, so that what is sent next fills batches again. */
  room(): Promise<void>;
  landed(): Promise<void>;
}

function createFlightWindow(): FlightWindow {
  let count = 0;
  let size = 0;
  let waiting: { readonly until: () => boolean; readonly wake: () => void } | undefined;
  const when = (until: () => boolean): Promise<void> => {
    if (until()) return Promise.resolve();
    return new Promise((wake) => {
      waiting = { until, wake };
    });
  };
  return {
    begin(added) {
      count += 1;
      size += added;
    },
    end(removed) {
      count -= 1;
      size -= removed;
      if (waiting?.until() !== true) return;
      waiting.wake();
      waiting = undefined;
    },
    areFull: () => count >= MOST_IN_FLIGHT || size >= MOST_SIZE_IN_FLIGHT,
    room: () => when(() => count <= MOST_IN_FLIGHT / 2 && size <= MOST_SIZE_IN_FLIGHT / 2),
    landed: () => when(() => count === 0),
  };
}

function iterableThrew<Result>(
  cause: unknown,
  outcomes: readonly EnqueueOutcome<Result>[],
): CeleriacError {
  const { message: reason } = toFailureError(cause, { stack: false });
  return new CeleriacError(
    "invalid-options",
    `the iterable of items threw after ${outcomes.length} items, which were sent all the same: ${reason}; their outcomes are in details.outcomes`,
    { cause, details: { outcomes } },
  );
}
