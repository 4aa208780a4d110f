import {
  CeleriacError,
  type Clock,
  type CoalescerOptions,
  createCoalescer,
  type Random,
} from "@celeriac/core";
import { isUncertain } from "./aws-error.ts";
import { ROUNDS_MS } from "./call-policy.ts";

/** What one call said of one entry. `again`: it failed through no fault of its sender, and is worth another try. */
export type EntryVerdict<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: CeleriacError; readonly again: boolean };

/** What became of one entry in the end. `uncertain`: it may have been carried out all the same. */
export type EntryAnswer<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: CeleriacError; readonly uncertain: boolean };

export interface BatcherOptions<Entry, Value>
  extends Pick<
    CoalescerOptions<Entry, unknown>,
    "maxEntries" | "maxBytes" | "bytesOf" | "keyOf" | "width"
  > {
  /** Makes one batch call; answers by index. @throws {CeleriacError} when the call failed as a whole. */
  readonly call: (entries: readonly Entry[]) => Promise<readonly EntryVerdict<Value>[]>;
  /** How long an entry that failed waits before each further try, ms. */
  readonly waitsMs: readonly number[];
  readonly clock: Clock;
  readonly random: Random;
}

/**
 * Serves entries one at a time by batch calls. An entry that failed and is worth it waits and joins a later batch: its
 * neighbours have their answers by then. A call that is refused as a whole is repeated for each entry alone, so that
 * one bad entry never harms its neighbours.
 */
export function createBatcher<Entry, Value>(
  options: BatcherOptions<Entry, Value>,
): (entry: Entry) => Promise<EntryAnswer<Value>> {
  const { call, waitsMs, clock, random, ...limits } = options;
  const attempt = createCoalescer<Entry, EntryVerdict<Value>>({
    ...limits,
    defer: setImmediate,
    flush: (entries) => callForAll(entries, call),
  });
  return async (entry) => {
    const since = clock.monotonic();
    let uncertain = false;
    for (let round = 0; ; round++) {
      const verdict = await attempt(entry);
      if (verdict.ok) return verdict;
      // once uncertain, always: a later refusal says nothing of the earlier try
      uncertain ||= isUncertain(verdict.error);
      const waitMs = waitsMs[round];
      const over = waitMs === undefined || clock.monotonic() - since + waitMs > ROUNDS_MS;
      if (!verdict.again || over) return { ok: false, error: verdict.error, uncertain };
      // shortened at random: what was throttled together must not come back together
      await clock.sleep(waitMs * (1 - random.next() / 2));
    }
  };
}

/** Makes the call; a failure of the whole becomes every entry's. */
async function callForAll<Entry, Value>(
  entries: readonly Entry[],
  call: BatcherOptions<Entry, Value>["call"],
): Promise<readonly EntryVerdict<Value>[]> {
  try {
    return await call(entries);
  } catch (error) {
    if (!CeleriacError.is(error)) throw error;
    if (error.code === "refused" && entries.length > 1) {
      const alone = await Promise.all(entries.map((entry) => callForAll([entry], call)));
      return alone.flat();
    }
    // unreachable and out of time: the SDK has tried three times, and whoever waits should hear of it
    const again = error.retryable && (error.code === "throttled" || error.code === "service-error");
    return entries.map(() => ({ ok: false, error, again }));
  }
}
