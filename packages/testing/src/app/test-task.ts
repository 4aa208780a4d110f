import type { Client } from "@celeriac/client";
import {
  type App,
  CeleriacError,
  show,
  type TaskHandle,
  type TaskOutcome,
  type TaskRecord,
} from "@celeriac/core";
import { type TestDeadLetter, testDeadLetters } from "./dead-letters-in.ts";
import { enqueuedTasks } from "./enqueued-tasks.ts";
import { historyText } from "./history-text.ts";
import type { MemoryModels } from "./memory-models.ts";
import type { TaskEvent } from "./task-event.ts";
import { taskEvents } from "./task-events.ts";
import type { Timeline } from "./timeline.ts";

/** A task as it stands: what its handle's `outcome()` says, and what only a test knows. */
export type TestTask<Result = unknown> = TaskOutcome<Result> & {
  /** Attempts after the first one of this generation, but for those that do not count: snoozed, given back. */
  readonly retries: number;
  /** Its copies in a dead-letter queue, oldest first. */
  readonly deadLetters: readonly TestDeadLetter[];
  readonly history: readonly TaskEvent[];
  /** The history for a person to read: a line for each event, with the time since the test began. */
  readonly historyText: string;
};

export interface TestTaskParts {
  readonly app: App;
  readonly client: Client;
  readonly models: MemoryModels;
  readonly timeline: Timeline;
}

/** Reads a task by its handle, or by its id. */
export async function readTestTask(
  parts: TestTaskParts,
  task: TaskHandle<unknown> | string,
): Promise<TestTask> {
  const handle = typeof task === "string" ? handleOf(parts, task) : task;
  const { taskId } = handle;
  const outcome = await handle.outcome();
  const { models, timeline } = parts;
  const letters = testDeadLetters(parts.app, models);
  return {
    ...outcome,
    retries: retriesOf(models.store.record(taskId)),
    deadLetters: letters.filter((letter) => letter.taskId === taskId),
    history: taskEvents(timeline.moments, taskId),
    historyText: historyText(timeline, taskId),
  };
}

function retriesOf(record: TaskRecord | undefined): number {
  return record === undefined ? 0 : Math.max(0, record.attempts - record.excused - 1);
}

function handleOf(parts: TestTaskParts, taskId: string): TaskHandle<unknown> {
  const { app, client, models, timeline } = parts;
  const name =
    models.store.record(taskId)?.task ??
    enqueuedTasks(timeline.moments, models).find((each) => each.taskId === taskId)?.task;
  const task = name === undefined ? undefined : app.tasks.get(name)?.definition;
  if (task !== undefined) return client.handle(task, taskId);
  throw new CeleriacError(
    "invalid-options",
    `no task of the id ${show(taskId)} was enqueued in this test: hand in a handle, or the taskId of one`,
    { details: { taskId } },
  );
}
