import type { AnyTask, DeadLetterReason, TaskWire } from "@celeriac/core";
import type { TestApp } from "../app/test-app.ts";
import type { TestTask } from "../app/test-task.ts";
import {
  checkEnqueued,
  type EnqueuedConditions,
  type ExpectedInput,
} from "../checks/check-enqueued.ts";
import {
  checkDeadLettered,
  checkEndedAs,
  checkFailed,
  checkRetried,
  checkSucceeded,
  type ExpectedFailure,
} from "../checks/check-task.ts";
import type { Equals, Verdict } from "../checks/verdict.ts";

export type { EnqueuedConditions, ExpectedInput } from "../checks/check-enqueued.ts";
export type { ExpectedFailure } from "../checks/check-task.ts";

/** What `expect` offers of a test app, and of its tasks: `expect(await test.task(handle))`. */
export interface CeleriacMatchers<R> {
  /** Of a test app: a task was enqueued since the test began, whatever became of it. */
  toHaveEnqueued<T extends AnyTask>(
    task: T,
    input?: ExpectedInput<TaskWire<T>>,
    conditions?: EnqueuedConditions,
  ): R;
  /** Of a task: SUCCESS, with this result where one is given. */
  toHaveSucceeded(result?: unknown): R;
  /** Of a task: FAILURE. */
  toHaveFailed(expected?: ExpectedFailure): R;
  /** Of a task: tried again, so many times where that is given. */
  toHaveRetried(times?: number): R;
  /** Of a task: a copy of it lies in a dead-letter queue. */
  toBeDeadLettered(reason?: DeadLetterReason): R;
  /** Of a task: REVOKED. */
  toBeRevoked(): R;
  /** Of a task: EXPIRED. */
  toBeExpired(): R;
}

declare module "vitest" {
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown>
    extends CeleriacMatchers<R> {}
}

/** What a matcher is called on, in vitest and in Jest. */
interface MatcherContext {
  readonly equals: (actual: unknown, expected: unknown) => boolean;
}

/** What a matcher answers. */
interface MatcherAnswer extends Omit<Verdict, "message"> {
  readonly message: () => string;
}

type Matcher<Received, Expected extends readonly unknown[]> = (
  this: MatcherContext,
  received: Received,
  ...expected: Expected
) => MatcherAnswer;

// An interface would have no index signature, which `expect.extend` asks for.
type MatcherFunctions = {
  readonly toHaveEnqueued: Matcher<
    TestApp,
    [task: AnyTask, input?: unknown, conditions?: EnqueuedConditions]
  >;
  readonly toHaveSucceeded: Matcher<TestTask, [result?: unknown]>;
  readonly toHaveFailed: Matcher<TestTask, [expected?: ExpectedFailure]>;
  readonly toHaveRetried: Matcher<TestTask, [times?: number]>;
  readonly toBeDeadLettered: Matcher<TestTask, [reason?: DeadLetterReason]>;
  readonly toBeRevoked: Matcher<TestTask, []>;
  readonly toBeExpired: Matcher<TestTask, []>;
};

/**
 * Matchers for `expect.extend`, typed for vitest. A failing one prints the task's history.
 * @example
 * ```ts
 * expect.extend(celeriacMatchers);
 * expect(test).toHaveEnqueued(sendMail, { to: "ishmael@example.com" }, { delay: "5m" });
 * expect(await test.task(handle)).toHaveSucceeded({ sent: 1 });
 * ```
 */
export const celeriacMatchers: MatcherFunctions = {
  toHaveEnqueued(test, task, input, conditions = {}) {
    return answer(checkEnqueued(test, task, input, conditions, equalsOf(this)));
  },
  toHaveSucceeded(task, result) {
    return answer(checkSucceeded(task, result, equalsOf(this)));
  },
  toHaveFailed: (task, expected = {}) => answer(checkFailed(task, expected)),
  toHaveRetried: (task, times) => answer(checkRetried(task, times)),
  toBeDeadLettered: (task, reason) => answer(checkDeadLettered(task, reason)),
  toBeRevoked: (task) => answer(checkEndedAs(task, "REVOKED")),
  toBeExpired: (task) => answer(checkEndedAs(task, "EXPIRED")),
};

function equalsOf(context: MatcherContext): Equals {
  return (actual, expected) => context.equals(actual, expected);
}

function answer({ message, ...verdict }: Verdict): MatcherAnswer {
  return { ...verdict, message: () => message };
}
