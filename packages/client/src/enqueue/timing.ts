import { CeleriacError, SCHEDULE_LEAD_MS, SQS_MAX_DELAY_SECONDS } from "@celeriac/core";
import type { Conditions, Moment } from "./conditions.ts";

/** When a message may be received, and between which instants its task may start. Epoch ms. */
export interface Timing {
  readonly eta: number | undefined;
  readonly expires: number | undefined;
  /** Whole seconds for SQS. */
  readonly delaySeconds: number | undefined;
  /** Further ahead than SQS can delay: when a one-shot schedule sends the message. */
  readonly scheduleAt: number | undefined;
}

/**
 * Turns conditions into instants. SQS's delay is rounded up, and the eta travels along: the worker's gate holds the
 * task until then, whoever delivers the message early.
 * @throws {CeleriacError} `invalid-options` for a task that would expire before it may start.
 */
export function timingOf(conditions: Pick<Conditions, "start" | "expires">, now: number): Timing {
  const start = instant(conditions.start, now);
  const expires = instant(conditions.expires, now);
  // What should have started already may start now; an instant travels all the same, for hosts whose clocks are behind.
  const isAhead = start !== undefined && start > now;
  const eta = isAhead || conditions.start?.kind === "at" ? start : undefined;
  if (isAhead && expires !== undefined && expires <= start) {
    throw new CeleriacError(
      "invalid-options",
      `expires (${iso(expires)}) is not after eta (${iso(start)}): the task could never start`,
      { details: { eta: start, expires } },
    );
  }
  if (!isAhead) return { eta, expires, delaySeconds: undefined, scheduleAt: undefined };
  const delaySeconds = Math.ceil((start - now) / 1000);
  return delaySeconds <= SQS_MAX_DELAY_SECONDS
    ? { eta, expires, delaySeconds, scheduleAt: undefined }
    : { eta, expires, delaySeconds: undefined, scheduleAt: start - SCHEDULE_LEAD_MS };
}

function instant(moment: Moment | undefined, now: number): number | undefined {
  if (moment === undefined) return undefined;
  return moment.kind === "at" ? moment.ms : now + moment.ms;
}

function iso(instantMs: number): string {
  return new Date(instantMs).toISOString();
}
