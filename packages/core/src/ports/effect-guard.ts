import type { Payload } from "../envelope/payload.ts";

/** What an idempotency key names, and which attempt wants to perform it. */
export interface Effect {
  /** The task's name: keys of different tasks never meet. */
  readonly task: string;
  readonly key: string;
  /** The input as it travelled. */
  readonly input: unknown;
  readonly taskId: string;
  readonly generation: number;
  /** 1 for the first attempt of a generation. */
  readonly attempt: number;
  /** The attempt's fencing token. */
  readonly owner: string;
  readonly leaseMs: number;
  /** How long the effect is remembered once it happened. */
  readonly windowMs: number;
}

/** `by`: the task id of the task that has the key. */
export type EffectAnswer =
  /** It was performed here. `kept: false`: that could not be recorded, and a further task may perform it again. */
  | {
      readonly kind: "performed";
      readonly result: Payload | undefined;
      readonly kept: boolean;
      readonly error?: unknown;
    }
  /** It had happened already. */
  | { readonly kind: "repeated"; readonly result: Payload | undefined; readonly by: string }
  /** Another task performs it. `waitMs`: when its lease is over, unless it is extended. */
  | { readonly kind: "held"; readonly by: string; readonly waitMs: number }
  /** A task with another input has the key. */
  | { readonly kind: "conflict"; readonly by: string }
  /** Another attempt has the effect: whatever this one did counts for nothing. */
  | { readonly kind: "lost" };

/**
 * Sees to it that an effect is performed by one task at a time, and once within its window. At most one attempt holds an
 * effect: its token is a condition of every write. A holder that dies leaves a lease that ends; what it did until then
 * may be done again, by its own next attempt or by another task with the same input.
 */
export interface EffectGuard {
  /**
   * Performs an effect unless it has happened, or another task is at it.
   * @throws what `perform` throws, the effect then still held: `reserve` or `release` it; CeleriacError when the store
   * could not be asked, and nothing was performed.
   */
  once(effect: Effect, perform: () => Promise<Payload | undefined>): Promise<EffectAnswer>;
  /** Extends the lease by `leaseMs` from now; false when another attempt has the effect. @throws {CeleriacError} */
  extend(effect: Effect): Promise<boolean>;
  /**
   * Keeps a held effect for a later attempt of its task until an instant, epoch ms; the present attempt cannot complete it
   * any more. Does nothing when the effect is not held by this attempt. @throws {CeleriacError}
   */
  reserve(effect: Effect, until: number): Promise<void>;
  /**
   * Gives up an effect that this generation of this task holds: the next task may perform it. Does nothing when it holds
   * none. @throws {CeleriacError}
   */
  release(effect: Effect): Promise<void>;
}
