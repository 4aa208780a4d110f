import { DEFAULT_RETRY } from "../definition/defaults.ts";
import type { RetryPolicy } from "../definition/resolved-task.ts";
import type { RetryOptions } from "../definition/retry-options.ts";
import { parseDuration } from "../duration.ts";

/**
 * Fills in the defaults of a retry policy.
 * @throws {CeleriacError} `invalid-options` for a duration that is none.
 */
export function retryPolicy(options: RetryOptions = {}): RetryPolicy {
  const { maxElapsed } = options;
  return {
    maxRetries: options.maxRetries ?? DEFAULT_RETRY.maxRetries,
    backoffMs: parseDuration(options.backoff ?? DEFAULT_RETRY.backoff, "retry.backoff"),
    maxBackoffMs: parseDuration(options.maxBackoff ?? DEFAULT_RETRY.maxBackoff, "retry.maxBackoff"),
    jitter: options.jitter ?? DEFAULT_RETRY.jitter,
    maxElapsedMs:
      maxElapsed === undefined
        ? Number.POSITIVE_INFINITY
        : parseDuration(maxElapsed, "retry.maxElapsed"),
    on: options.on ?? everyError,
  };
}

function everyError(): boolean {
  return true;
}
