import type { ResolvedQueue } from "@celeriac/core";

/** A function with more time than this beats; a shorter one's lease covers its life, ms. */
const LAMBDA_BEAT_FROM_MS = 60_000;

/**
 * How often an attempt of this length extends its lease, on average. Beats fall on whole multiples of a third of the
 * lease, and the first one at least half a beat after the start.
 */
export function heartbeats(queue: ResolvedQueue, runTimeMs: number): number {
  const leaseMs = queue.kind === "fargate" ? queue.leaseMs : LAMBDA_BEAT_FROM_MS;
  if (queue.kind === "lambda" && queue.timeoutMs <= LAMBDA_BEAT_FROM_MS) return 0;
  return Math.max(0, runTimeMs / (leaseMs / 3) - 0.5);
}
