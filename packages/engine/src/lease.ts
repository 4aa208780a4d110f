import type { ResolvedQueue } from "@celeriac/core";
import type { Delivery } from "./delivery.ts";

/** Lambda's lease outlives the function by this much, ms. */
const LAMBDA_LEASE_MARGIN_MS = 1000;

/** A Lambda with more time than this beats, ms; a shorter one's lease simply covers its life. */
const LAMBDA_BEAT_FROM_MS = 60_000;

/** How long an owner may go unheard, and how often it is heard. */
export interface LeaseTerms {
  readonly leaseMs: number;
  /** `undefined`: the lease covers the process's whole life. */
  readonly beatMs: number | undefined;
  /** Workers extend the message's visibility with the lease; a Lambda queue's visibility covers the function's time. */
  readonly beatsVisibility: boolean;
}

/** Three beats fit in a lease, so that two may fail. */
export function leaseTerms(queue: ResolvedQueue, delivery: Delivery): LeaseTerms {
  if (queue.kind === "fargate") {
    return { leaseMs: queue.leaseMs, beatMs: queue.leaseMs / 3, beatsVisibility: true };
  }
  const remainingMs = delivery.remainingMs?.() ?? queue.timeoutMs;
  if (remainingMs <= LAMBDA_BEAT_FROM_MS) {
    return {
      leaseMs: remainingMs + LAMBDA_LEASE_MARGIN_MS,
      beatMs: undefined,
      beatsVisibility: false,
    };
  }
  return { leaseMs: LAMBDA_BEAT_FROM_MS, beatMs: LAMBDA_BEAT_FROM_MS / 3, beatsVisibility: false };
}
