import { AssertionError, deepStrictEqual } from "node:assert";
import type { AnyTask, DeadLetterReason, TaskWire } from "@celeriac/core";
import type { EnqueuedTask } from "../app/enqueued-tasks.ts";
import type { TestApp } from "../app/test-app.ts";
import type { TestTask } from "../app/test-task.ts";
import {
  checkEnqueued,
  type EnqueuedConditions,
  type ExpectedInput,
  matchingRequests,
} from "../checks/check-enqueued.ts";
import {
  checkDeadLettered,
  checkEndedAs,
  checkFailed,
  checkRetried,
  checkSucceeded,
  type ExpectedFailure,
} from "../checks/check-task.ts";
import type { Verdict } from "../checks/verdict.ts";

export type { EnqueuedConditions, ExpectedInput } from "../checks/check-enqueued.ts";
export type { ExpectedFailure } from "../checks/check-task.ts";

/**
 * Asserts that a task was enqueued since the test began, whatever became of it, and answers the first such request.
 * @throws {AssertionError} with the histories of its requests.
 */
export function assertEnqueued<T extends AnyTask>(
  test: TestApp,
  task: T,
  input?: ExpectedInput<TaskWire<T>>,
  conditions: EnqueuedConditions = {},
): EnqueuedTask<TaskWire<T>> | undefined {
  insist(checkEnqueued(test, task, input, conditions, isEqual), assertEnqueued);
  return matchingRequests(test, task, input, conditions, isEqual)[0];
}

/** Asserts that no such task was enqueued. @throws {AssertionError} */
export function assertNotEnqueued<T extends AnyTask>(
  test: TestApp,
  task: T,
  input?: ExpectedInput<TaskWire<T>>,
  conditions: EnqueuedConditions = {},
): void {
  const { pass, ...verdict } = checkEnqueued(test, task, input, conditions, isEqual);
  insist({ ...verdict, pass: !pass }, assertNotEnqueued);
}

/** Asserts that a task has succeeded, with this result where one is given. @throws {AssertionError} with its history */
export function assertSucceeded<Result>(task: TestTask<Result>, result?: NoInfer<Result>): void {
  insist(checkSucceeded(task, result, isEqual), assertSucceeded);
}

/** Asserts that a task has failed for good. @throws {AssertionError} with its history */
export function assertFailed(task: TestTask, expected: ExpectedFailure = {}): void {
  insist(checkFailed(task, expected), assertFailed);
}

/** Asserts that a task was tried again, so many times where that is given. @throws {AssertionError} with its history */
export function assertRetried(task: TestTask, times?: number): void {
  insist(checkRetried(task, times), assertRetried);
}

/** Asserts that a copy of a task lies in a dead-letter queue. @throws {AssertionError} with its history */
export function assertDeadLettered(task: TestTask, reason?: DeadLetterReason): void {
  insist(checkDeadLettered(task, reason), assertDeadLettered);
}

/** Asserts that a task has ended as REVOKED. @throws {AssertionError} with its history */
export function assertRevoked(task: TestTask): void {
  insist(checkEndedAs(task, "REVOKED"), assertRevoked);
}

/** Asserts that a task has ended as EXPIRED. @throws {AssertionError} with its history */
export function assertExpired(task: TestTask): void {
  insist(checkEndedAs(task, "EXPIRED"), assertExpired);
}

/** @param caller where the stack of the error begins. */
function insist(
  { pass, message, expected, actual }: Verdict,
  caller: (...given: never[]) => unknown,
): void {
  if (pass) return;
  throw new AssertionError({
    message,
    operator: caller.name,
    stackStartFn: caller,
    ...(expected === undefined ? {} : { expected, actual }),
  });
}

function isEqual(actual: unknown, expected: unknown): boolean {
  try {
    deepStrictEqual(actual, expected);
    return true;
  } catch {
    return false;
  }
}
