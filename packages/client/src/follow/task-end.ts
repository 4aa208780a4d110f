import {
  CeleriacError,
  type FailureError,
  type FinalState,
  fromFailureError,
  type TaskOutcome,
} from "@celeriac/core";
import { type FollowedTask, nameOf } from "./followed-task.ts";

/** The outcome of a task that has ended. */
export type FinalOutcome<Result> = Extract<TaskOutcome<Result>, { readonly state: FinalState }>;

/**
 * The result of a task that has ended, or the error that says why there is none.
 * @throws {CeleriacError} `task-failed`, `task-revoked`, `task-expired`, `result-expired`
 */
export function resultOf<Result>(followed: FollowedTask, outcome: FinalOutcome<Result>): Result {
  if (outcome.state === "SUCCESS" && outcome.resultAvailable) return outcome.result as Result;
  throw noResult(followed, outcome);
}

function noResult<Result>(followed: FollowedTask, outcome: FinalOutcome<Result>): CeleriacError {
  const name = nameOf(followed);
  const details = { taskId: followed.taskId };
  if (outcome.state === "FAILURE") {
    return failed(followed, outcome.reason, outcome.attempts, outcome.error);
  }
  if (outcome.state === "REVOKED") {
    return new CeleriacError("task-revoked", `${name} was revoked`, { details });
  }
  if (outcome.state === "EXPIRED") {
    const message = `${name} was not started before it expired`;
    return new CeleriacError("task-expired", message, { details });
  }
  return new CeleriacError(
    "result-expired",
    `${name} succeeded, but its result is kept no more: it has expired or was forgotten; read it sooner, or raise resultExpires`,
    { details: { ...details, finishedAt: outcome.finishedAt } },
  );
}

function failed(
  followed: FollowedTask,
  reason: string,
  attempts: number,
  error: FailureError | undefined,
): CeleriacError {
  const what =
    error === undefined ? "its error is kept no more" : `${error.name}: ${error.message}`;
  const times = attempts === 1 ? "1 attempt" : `${attempts} attempts`;
  return new CeleriacError(
    "task-failed",
    `${nameOf(followed)} failed after ${times} (${reason}): ${what}`,
    {
      cause: error === undefined ? undefined : fromFailureError(error),
      details: { taskId: followed.taskId, reason, attempts, error },
    },
  );
}
