import type { TaskHandle, TaskOutcome } from "celeriac";
import { app } from "../app.ts";
import { tally } from "../text/tally.ts";

/** How many tasks ended how, and where. */
export interface TaskTally {
  readonly tasks: number;
  readonly states: readonly { readonly name: string; readonly count: number }[];
  /** By kind of host and its name. */
  readonly hosts: readonly { readonly name: string; readonly count: number }[];
}

/** Reads the record of every task that was sent, and counts. */
export async function tallyTasks(sent: readonly TaskHandle<unknown>[]): Promise<TaskTally> {
  const outcomes = await Promise.all(sent.map((handle) => handle.outcome()));
  return {
    tasks: outcomes.length,
    states: tally(outcomes.map((outcome) => outcome.state)),
    hosts: tally(outcomes.map(hostOf)),
  };
}

function hostOf({ queue = "", host }: TaskOutcome<unknown>): string {
  const kind = app.queues.get(queue)?.kind === "lambda" ? "Lambda" : "worker";
  return `${kind} ${host}`;
}
