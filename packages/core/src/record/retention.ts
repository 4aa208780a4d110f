const DAY_MS = 86_400_000;

/**
 * How long a record lives after its last write, in ms: 45 days. It must outlive every message that could name it:
 * 7 days in the queue, 14 in the dead-letter queue, 14 more after a native redrive, and a margin.
 */
export const RECORD_LIFETIME_MS: number = 45 * DAY_MS;

/** The instant after which a record may be dropped: 45 days after the write, or after the eta if that is later. */
export function removalTime(nowMs: number, etaMs?: number): number {
  return Math.max(nowMs, etaMs ?? 0) + RECORD_LIFETIME_MS;
}
