import type { Effect, EffectGuard, Payload } from "@celeriac/core";

/** An effect guard to be tested, and the clock that it looks at. */
export interface EffectGuardUnderTest {
  readonly guard: EffectGuard;
  /** Moves the guard's wall clock on, ms. */
  readonly advance: (ms: number) => Promise<void>;
  readonly close: () => Promise<void>;
}

export type GuardGroup = (port: () => EffectGuardUnderTest) => void;

/** Longer than the leases of the suite's effects, and than what is allowed for clocks that differ. */
export const LEASE_OVER_MS = 60_000;

/** An hour. */
export const WINDOW_MS = 3_600_000;

/** An effect of task `charge`, held by attempt 1 of task `a` unless told otherwise. */
export function effectOf(key: string, fields: Partial<Effect> = {}): Effect {
  const { taskId = "a", generation = 0, attempt = 1 } = fields;
  return {
    ...{ task: "charge", key, input: { order: key }, taskId, generation, attempt },
    ...{ owner: `${taskId}.${generation}.${attempt}`, leaseMs: 30_000, windowMs: WINDOW_MS },
    ...fields,
  };
}

/** What performing answers. */
export function done(value: string): () => Promise<Payload> {
  return async () => ({ kind: "inline", value });
}

/** Something that is performed until it is told how to end. */
export interface Act {
  readonly perform: () => Promise<Payload | undefined>;
  /** Resolves once it was begun. */
  readonly begun: Promise<void>;
  end(value: string): void;
  fail(error: unknown): void;
}

export function act(): Act {
  const beginning = Promise.withResolvers<void>();
  const ending = Promise.withResolvers<Payload>();
  return {
    perform: () => {
      beginning.resolve();
      return ending.promise;
    },
    begun: beginning.promise,
    end: (value) => ending.resolve({ kind: "inline", value }),
    fail: (error) => ending.reject(error),
  };
}
