import { type AttemptEnd, type TaskRecord, toFailureError } from "@celeriac/core";
import type { Job } from "./job.ts";

/** One line for each attempt's end. Errors that are part of business get no stack and raise no alarm. */
export function logEnd(
  job: Job,
  claimed: TaskRecord,
  stored: AttemptEnd["state"],
  end: AttemptEnd,
  error: unknown,
): void {
  const { clock } = job.context.ports;
  const fields = {
    state: stored,
    attempt: claimed.attempts,
    ranMs: Math.round(clock.now() - (claimed.startedAt ?? clock.now())),
    ...(job.context.app.logInput ? { input: claimed.inputPreview } : {}),
  };
  if (stored === "SUCCESS") job.logger.debug("task succeeded", fields);
  else if (stored === "REVOKED") job.logger.info("task revoked while it ran", fields);
  else logTrouble(job, fields, end, error);
}

/** One line for each attempt's start, for whoever looks at one machine: nobody else has the level on. */
export function logStart(job: Job, attempt: number): void {
  job.logger.debug("task started", { state: "STARTED", attempt });
}

/** One line for the success of a task that keeps no result. */
export function logUntracked(job: Job, ranMs: number): void {
  job.logger.debug("task succeeded", { state: "SUCCESS", attempt: 1, ranMs: Math.round(ranMs) });
}

/**
 * One line for a task that came to its end without an attempt: too late, revoked before, or its workers all lost.
 * @param written whether this delivery ended it, or found it ended.
 */
export function logUnstarted(job: Job, record: TaskRecord, written: boolean): void {
  const { state, attempts, reason, error } = record;
  const fields = { state, attempt: attempts };
  if (!written) job.logger.debug("task had ended before it was delivered", fields);
  else if (state === "EXPIRED") job.logger.info("task expired before it started", fields);
  else if (state === "REVOKED") job.logger.info("task revoked before it started", fields);
  else job.logger.error("task failed", { ...fields, reason, error });
}

function logTrouble(
  job: Job,
  fields: Readonly<Record<string, unknown>>,
  end: AttemptEnd,
  error: unknown,
): void {
  if (end.state !== "RETRY" && end.state !== "FAILURE") return;
  const expected = isExpected(job, error);
  const shown = expected ? toFailureError(error, { stack: false }) : end.error;
  if (end.state === "FAILURE") {
    const details = { ...fields, reason: end.reason, error: shown };
    if (expected) job.logger.info("task failed, as expected", details);
    else job.logger.error("task failed", details);
    return;
  }
  const retryInMs = Math.max(0, Math.round(end.nextAttemptAt - job.context.ports.clock.now()));
  const details = { ...fields, retryInMs, error: shown };
  if (end.excused) job.logger.info("task handed over", details);
  else if (expected) job.logger.info("task failed, as expected, and is tried again", details);
  else job.logger.warn("task failed and is tried again", details);
}

function isExpected(job: Job, error: unknown): boolean {
  if (error === undefined) return false;
  try {
    return job.task?.expected(error) === true;
  } catch {
    // A predicate that throws has said nothing.
    return false;
  }
}
