import type { Duration } from "../duration.ts";

/** How a task that throws is tried again. */
export interface RetryOptions {
  /** Attempts after the first, 0 or more. @defaultValue 3 */
  readonly maxRetries?: number;
  /** The wait before the first retry, doubled for each further one; at most `maxBackoff`. @defaultValue "1s" */
  readonly backoff?: Duration;
  /** The longest wait; at most 12 hours, SQS's limit. @defaultValue "10m" */
  readonly maxBackoff?: Duration;
  /** `full`: a random wait between 0 and the backoff, so that what failed together does not return together. @defaultValue "full" */
  readonly jitter?: "full" | "none";
  /** No retry starts later than this after the first attempt's start. @defaultValue no limit */
  readonly maxElapsed?: Duration;
  /**
   * Which errors are worth another attempt. Not asked about a RetryError, RejectError or SnoozeError. One that throws counts as
   * no, and is logged. @defaultValue all
   */
  readonly on?: (error: unknown) => boolean;
}
