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
  const details = { ...fields, error: shown };
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
