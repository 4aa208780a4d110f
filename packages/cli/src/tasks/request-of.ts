import { type AnyTask, CeleriacError, type OutcomeCommon, show } from "@celeriac/core";
import { namedTask } from "../named.ts";
import type { RunningApp } from "../with-app.ts";

/** What is known of a request by its id alone. */
export interface TaskRequest {
  /** `undefined`: no attempt has started, or nobody has used the id. */
  readonly summary: OutcomeCommon | undefined;
  /** `undefined`: nothing says which task it is, or the app has it no more. */
  readonly task: AnyTask | undefined;
}

/**
 * Finds which task an id stands for: what its record says, else what was typed, else the app's only task.
 * @throws {CeleriacError} `invalid-options` for a typed task that the app does not have, or that the record belies.
 */
export async function requestOf(
  { app, client }: RunningApp,
  taskId: string,
  typed: string | undefined,
): Promise<TaskRequest> {
  const named = typed === undefined ? undefined : namedTask(app, typed).definition;
  const summary = await client.summary(taskId);
  if (summary === undefined) {
    const [only, ...others] = app.tasks.values();
    return { summary, task: named ?? (others.length === 0 ? only?.definition : undefined) };
  }
  if (named !== undefined && named.name !== summary.task) {
    throw new CeleriacError(
      "invalid-options",
      `--task is ${show(typed)}, and ${taskId} is a request of task ${show(summary.task)}`,
    );
  }
  return { summary, task: app.tasks.get(summary.task)?.definition };
}
