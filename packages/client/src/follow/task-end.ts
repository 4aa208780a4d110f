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
  const { taskId } = followed;
  const name = nameOf(followed);
  switch (outcome.state) {
    case "SUCCESS":
      if (outcome.resultAvailable) return outcome.result as Result;
      throw new CeleriacError(
        "result-expired",
        `${name} succeeded, but its result is kept no more: it has expired or was forgotten; read it sooner, or raise resultExpires`,
        { details: { taskId, finishedAt: outcome.finishedAt } },
      );
    case "FAILURE":
      throw failed(followed, outcome.reason, outcome.attempts, outcome.error);
    case "REVOKED":
      throw new CeleriacError("task-revoked", `${name} was revoked`, { details: { taskId } });
    case "EXPIRED":
      throw new CeleriacError("task-expired", `${name} was not started before it expired`, {
        details: { taskId },
      });
  }
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
