import type { Duration } from "../duration.ts";

const LIFETIME_DAYS = 45;

/**
 * How long a record lives after its last write, in ms: 45 days. It must outlive every message that could name it:
 * 7 days in the queue, 14 in the dead-letter queue, 14 more after a native redrive, and a margin.
 */
export const RECORD_LIFETIME_MS: number = LIFETIME_DAYS * 86_400_000;

/** The same as an option's bound: nothing that a record is needed for is kept longer. */
export const LONGEST_KEPT: Duration = `${LIFETIME_DAYS}d`;

/** The instant after which a record may be dropped: 45 days after the write, or after the eta if that is later. */
export function removalTime(nowMs: number, etaMs?: number): number {
  return Math.max(nowMs, etaMs ?? 0) + RECORD_LIFETIME_MS;
}
