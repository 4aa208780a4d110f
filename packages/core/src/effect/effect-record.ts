import type { Payload } from "../envelope/payload.ts";

/**
 * What is stored of one effect: what an idempotency key names. HELD: a task performs it, or waits to try again. DONE: it
 * happened. FREE: its task ended without it. Every write is conditional, on `revision` or on HELD and `owner`.
 */
export interface EffectRecord {
  /** Made of the task's name and a hash of the key. */
  readonly effectId: string;
  readonly state: "HELD" | "DONE" | "FREE";
  /** Raised by one with every write. */
  readonly revision: number;
  /** The task that holds it, or did it. */
  readonly taskId: string;
  readonly generation: number;
  /** Which attempt of that generation holds it: an older one that wakes late may not take it back. */
  readonly attempt: number;
  /** The fencing token of the attempt that performs it; empty while none does. */
  readonly owner: string;
  /** A hash of the input, to tell whether two tasks of one key ask for the same. */
  readonly fingerprint: string;
  /** The holder may go unheard until this instant, epoch ms. */
  readonly leaseUntil: number;
  /** The window's end, epoch ms: after it the effect may happen anew. Never before `leaseUntil` while HELD. */
  readonly expiresAt: number;
  /** What the effect answered, once it is DONE. */
  readonly result?: Payload | undefined;
}

/** A change to a record: the fields to set; `undefined` clears a field. `revision` is raised by the store. */
export type EffectChange = Partial<Omit<EffectRecord, "effectId" | "revision">>;
