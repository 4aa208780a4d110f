import { CeleriacError, type DeadLetterReason, type FailureReason, show } from "@celeriac/core";
import { showValue } from "../app/show-value.ts";
import type { TestTask } from "../app/test-task.ts";
import { type Equals, type Finding, toVerdict, type Verdict } from "./verdict.ts";

/** What is expected of a failure. */
export interface ExpectedFailure {
  readonly reason?: FailureReason;
  /** A part of the error's `name: message`, or a pattern that it has. */
  readonly error?: string | RegExp;
}

/** Checks that a task has succeeded, with this result where one is given. */
export function checkSucceeded(task: TestTask, result: unknown, equals: Equals): Verdict {
  requireTask(task);
  const withResult = result === undefined ? "" : ` with ${showValue(result)}`;
  const wanted = `have succeeded${withResult}`;
  if (task.state !== "SUCCESS") return judge(task, { pass: false, wanted, found: standing(task) });
  return judge(task, {
    pass: result === undefined || equals(task.result, result),
    wanted,
    found: `its result is ${showValue(task.result)}`,
    ...(result === undefined ? {} : { expected: result, actual: task.result }),
  });
}

/** Checks that a task has failed for good. */
export function checkFailed(task: TestTask, { reason, error }: ExpectedFailure): Verdict {
  requireTask(task);
  const withReason = reason === undefined ? "" : ` for the reason ${reason}`;
  const withError = error === undefined ? "" : ` with an error like ${shownPattern(error)}`;
  return judge(task, {
    pass:
      task.state === "FAILURE" &&
      (reason === undefined || reason === task.reason) &&
      (error === undefined || mentions(errorText(task), error)),
    wanted: `have failed${withReason}${withError}`,
    found: standing(task),
  });
}

/** Checks how often a task was tried again: attempts after the first that count. */
export function checkRetried(task: TestTask, times: number | undefined): Verdict {
  const { retries } = requireTask(task);
  return judge(task, {
    pass: times === undefined ? retries > 0 : retries === times,
    wanted: `have been tried again${times === undefined ? "" : ` ${counted(times)}`}`,
    found: retries === 0 ? "it was not" : `it was tried again ${counted(retries)}`,
    ...(times === undefined ? {} : { expected: times, actual: retries }),
  });
}

/** Checks that a copy of a task lies in a dead-letter queue, for this reason where one is given. */
export function checkDeadLettered(task: TestTask, reason: DeadLetterReason | undefined): Verdict {
  const { deadLetters } = requireTask(task);
  const reasons = deadLetters.map((letter) => letter.reason);
  return judge(task, {
    pass: reason === undefined ? reasons.length > 0 : reasons.includes(reason),
    wanted: `lie in a dead-letter queue${reason === undefined ? "" : ` for the reason ${reason}`}`,
    found:
      reasons.length === 0
        ? `it does not: ${standing(task)}`
        : `it does, for ${reasons.join(", ")}`,
  });
}

/** Checks that a task has ended as REVOKED or EXPIRED. */
export function checkEndedAs(task: TestTask, state: "REVOKED" | "EXPIRED"): Verdict {
  return judge(task, {
    pass: requireTask(task).state === state,
    wanted: `have ended as ${state}`,
    found: standing(task),
  });
}

function judge(task: TestTask, finding: Omit<Finding, "subject" | "history">): Verdict {
  const subject = `task ${show(task.task)} (${task.taskId})`;
  return toVerdict({ ...finding, subject, history: task.historyText });
}

function requireTask(task: TestTask): TestTask {
  const given: unknown = task;
  if (typeof given === "object" && given !== null && "historyText" in given) return task;
  const hint = given instanceof Promise ? "await it" : "read it by `await test.task(handle)`";
  throw new CeleriacError(
    "invalid-options",
    `the subject is ${show(given)}: expected a task, as \`await test.task(handle)\` answers it; ${hint}`,
  );
}

function standing(task: TestTask): string {
  const attempts = task.attempts === 1 ? "1 attempt" : `${task.attempts} attempts`;
  const error = errorText(task);
  const reason = task.state === "FAILURE" ? `, reason ${task.reason}` : "";
  return `it is ${task.state} after ${attempts}${reason}${error === "" ? "" : `: ${error}`}`;
}

function errorText(task: TestTask): string {
  const error = task.state === "FAILURE" ? task.error : task.lastError;
  return error === undefined ? "" : `${error.name}: ${error.message}`;
}

function mentions(text: string, expected: string | RegExp): boolean {
  return typeof expected === "string" ? text.includes(expected) : text.search(expected) >= 0;
}

function shownPattern(expected: string | RegExp): string {
  return typeof expected === "string" ? show(expected) : String(expected);
}

function counted(times: number): string {
  return times === 1 ? "once" : `${times} times`;
}
