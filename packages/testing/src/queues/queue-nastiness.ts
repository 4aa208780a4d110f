import type { Random } from "@celeriac/core";

/**
 * How often a standard queue does what AWS says it may do: chances from 0 to 1, each 0 by default. Read at every call,
 * so that a getter can begin and end a storm.
 */
export interface QueueNastiness {
  /** A received message is visible again before its visibility timeout ends. */
  readonly duplicates?: number;
  /** A receive passes over the message that was first in line. */
  readonly reorder?: number;
  /** A receive counts and hides its messages, and its answer is lost: it throws. */
  readonly lostReceives?: number;
  /** A receive answers nothing although there is something. */
  readonly emptyReceives?: number;
  /** A send fails; half of these were stored all the same. */
  readonly sendFailures?: number;
  /** A message has been received many times before anybody saw it: its function was throttled all the while. */
  readonly burnedReceives?: number;
  /** A delete with a stale receipt handle deletes. */
  readonly staleDeletes?: number;
  /** A delete succeeds and the message comes back: a copy was on a server that could not be reached. */
  readonly failedDeletes?: number;
}

/** Draws whether it happens this time. Draws nothing for a chance of 0, so that new kinds leave old seeds as they were. */
export function happens(
  nastiness: QueueNastiness | undefined,
  kind: keyof QueueNastiness,
  random: Random,
): boolean {
  const chance = nastiness?.[kind] ?? 0;
  return chance > 0 && random.next() < chance;
}
