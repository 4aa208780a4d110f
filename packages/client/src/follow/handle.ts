import {
  CeleriacError,
  type RevokeAnswer,
  type TaskHandle,
  type TaskOutcome,
  type WaitOptions,
} from "@celeriac/core";
import type { FollowedTask } from "./followed-task.ts";
import { forgetTask } from "./forget.ts";
import { pollOutcomes } from "./poll.ts";
import { readOutcome } from "./read-outcome.ts";
import { revokeTask } from "./revoke.ts";
import { resultOf } from "./task-end.ts";
import { updatesOf } from "./updates.ts";
import { checkWaitOptions } from "./wait-limits.ts";

/** Makes the handle of a task. Nothing is asked of any service before one of its methods is called. */
export function createHandle<Result>(followed: FollowedTask): TaskHandle<Result> {
  return new Handle<Result>(followed);
}

/** A class: ten thousand handles of one `enqueueMany` share their methods, and show no ports when they are printed. */
class Handle<Result> implements TaskHandle<Result> {
  readonly taskId: string;
  readonly joined: boolean;
  readonly #followed: FollowedTask;

  constructor(followed: FollowedTask) {
    this.taskId = followed.taskId;
    this.joined = followed.joined;
    this.#followed = followed;
  }

  async result(options: WaitOptions = {}): Promise<Result> {
    refuseWithoutResult(this.#followed, "result");
    const limits = checkWaitOptions("result", options);
    const outcomes = pollOutcomes<Result>(this.#followed, limits);
    let step = await outcomes.next();
    while (step.done !== true) step = await outcomes.next();
    return resultOf(this.#followed, step.value);
  }

  outcome(): Promise<TaskOutcome<Result>> {
    return readOutcome<Result>(this.#followed);
  }

  updates(options: WaitOptions = {}): AsyncIterableIterator<TaskOutcome<Result>> {
    refuseWithoutResult(this.#followed, "updates");
    return updatesOf<Result>(this.#followed, checkWaitOptions("updates", options));
  }

  revoke(): Promise<RevokeAnswer> {
    return revokeTask(this.#followed);
  }

  forget(): Promise<void> {
    return forgetTask(this.#followed);
  }
}

// Its success is recorded nowhere: waiting could only end at the timeout.
function refuseWithoutResult({ task }: FollowedTask, call: string): void {
  if (!task.ignoreResult) return;
  throw new CeleriacError(
    "invalid-options",
    `task ${task.name} keeps no result (ignoreResult), so ${call}() would never end: set ignoreResult to false, or ask outcome(), which knows its failures`,
    { details: { task: task.name } },
  );
}
