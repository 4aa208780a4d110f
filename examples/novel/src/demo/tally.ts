import type { TaskHandle } from "celeriac";
import { tally } from "../text/tally.ts";

/** How many tasks ended how, and where. */
export interface TaskTally {
  readonly tasks: number;
  readonly states: readonly { readonly name: string; readonly count: number }[];
  readonly hosts: readonly { readonly name: string; readonly count: number }[];
}

/** Reads the record of every task that was sent, and counts. */
export async function tallyTasks(sent: readonly TaskHandle<unknown>[]): Promise<TaskTally> {
  const outcomes = await Promise.all(sent.map((handle) => handle.outcome()));
  return {
    tasks: outcomes.length,
    states: tally(outcomes.map((outcome) => outcome.state)),
    hosts: tally(outcomes.map((outcome) => `${outcome.queue} on ${outcome.host}`)),
  };
}
