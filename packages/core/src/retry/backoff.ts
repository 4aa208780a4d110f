import type { RetryPolicy } from "../definition/resolved-task.ts";

// Doubling further would overflow long after every cap was reached.
const MOST_DOUBLINGS = 50;

/**
 * The wait before the next attempt, whole ms.
 * @param attempt the counted attempt that has just ended, from 1.
 * @param random01 a number from 0 to 1: where in the range full jitter falls.
 * @returns at least 0; at most `backoffMs * 2^(attempt - 1)` and `maxBackoffMs`. Exactly that without jitter.
 */
export function backoffMs(policy: RetryPolicy, attempt: number, random01: number): number {
  const doublings = Math.min(Math.max(attempt - 1, 0), MOST_DOUBLINGS);
  const longest = Math.min(policy.backoffMs * 2 ** doublings, policy.maxBackoffMs);
  return policy.jitter === "none" ? longest : Math.floor(longest * random01);
}
