import type { Duration } from "../duration.ts";
import { CeleriacError } from "./celeriac-error.ts";

/** Thrown by a handler: try again, after `delay` if given, else after the policy's backoff. Counts as an attempt. */
export class RetryError extends CeleriacError {
  override readonly name: string = "RetryError";
  readonly delay: Duration | undefined;

  constructor(
    options: {
      readonly delay?: Duration | undefined;
      readonly message?: string | undefined;
      readonly cause?: unknown;
    } = {},
  ) {
    super("retry-requested", options.message ?? "the handler asked for another attempt", {
      cause: options.cause,
      retryable: true,
    });
    this.delay = options.delay;
  }
}

/** Thrown by a handler: this can never succeed; straight to FAILURE and the dead-letter queue, whatever the policy. */
export class RejectError extends CeleriacError {
  override readonly name: string = "RejectError";

  constructor(reason: string, options: { readonly cause?: unknown } = {}) {
    super("rejected", reason, options);
  }
}

/** Thrown by a handler: not yet; come back after `delay`. Does not count as an attempt. */
export class SnoozeError extends CeleriacError {
  override readonly name: string = "SnoozeError";
  readonly delay: Duration;

  constructor(options: { readonly delay: Duration; readonly message?: string | undefined }) {
    super("snoozed", options.message ?? `the handler asked to run ${options.delay} later`, {
      retryable: true,
    });
    this.delay = options.delay;
  }
}
