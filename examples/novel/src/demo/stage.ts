import type { AnyTask, EnqueueArguments, TaskHandle, TaskResult, TaskWire } from "celeriac";
import type { Client } from "celeriac/client";
import type { Board } from "./board.ts";
import type { Checks } from "./checks.ts";
import type { Library } from "./library.ts";

/** What every part of the demo plays on. */
export interface Stage {
  readonly client: Client;
  readonly board: Board;
  readonly checks: Checks;
  readonly library: Library;
  /** Aborts when the demo is told to stop, or takes too long. */
  readonly signal: AbortSignal;
  /** Every task that was sent, for the count at the end. */
  readonly sent: TaskHandle<unknown>[];
}

/** Sends one task, and keeps its handle for the count at the end. */
export async function send<T extends AnyTask>(
  stage: Stage,
  task: T,
  ...args: EnqueueArguments<TaskWire<T>>
): Promise<TaskHandle<TaskResult<T>>> {
  const handle = await stage.client.enqueue(task, ...args);
  stage.sent.push(handle);
  return handle;
}

/** Sends many of one task and answers their results in order; each end moves the group's bar. */
export async function sendMany<T extends AnyTask>(
  stage: Stage,
  group: string,
  task: T,
  inputs: readonly TaskWire<T>[],
): Promise<TaskResult<T>[]> {
  const outcomes = await stage.client.enqueueMany(task, inputs);
  return await Promise.all(
    outcomes.map(async (outcome) => {
      if (!outcome.ok) throw outcome.error;
      stage.sent.push(outcome.handle);
      const result = await outcome.handle.result({ signal: stage.signal });
      stage.board.tick(group);
      return result;
    }),
  );
}
