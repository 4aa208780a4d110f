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
  };
  if (stored === "SUCCESS") {
    job.logger.debug("task succeeded", fields);
    return;
  }
  if (stored === "REVOKED") {
    job.logger.info("task revoked while it ran", fields);
    return;
  }
  const expected = error !== undefined && job.task !== undefined && isExpected(job, error);
  const shown = end.state === "RETRY" || end.state === "FAILURE" ? end.error : undefined;
  const details = {
    ...fields,
    error: expected && error !== undefined ? toFailureError(error, { stack: false }) : shown,
    ...(end.state === "FAILURE" ? { reason: end.reason } : {}),
  };
  if (end.state === "RETRY") {
    const message = end.excused ? "task handed over" : "task failed and is tried again";
    if (expected || end.excused) job.logger.info(message, details);
    else job.logger.warn(message, details);
  } else if (expected) job.logger.info("task failed, as expected", details);
  else job.logger.error("task failed", details);
}

function isExpected(job: Job, error: unknown): boolean {
  try {
    return job.task?.expected(error) === true;
  } catch {
    // A predicate that throws has said nothing.
    return false;
  }
}
