import { CeleriacError } from "../errors/celeriac-error.ts";
import { show } from "../show.ts";
import { isTask } from "./is-task.ts";
import type { RunFunction, TaskDefinition, TaskHandler } from "./task-definition.ts";

/**
 * Binds a task to the function that runs it, in a file that only workers load.
 * @throws {CeleriacError} `invalid-definition` for what is no task, or no function.
 */
export function handle<Parsed, Returned>(
  // biome-ignore lint/suspicious/noExplicitAny: wire and result do not matter to a handler
  task: TaskDefinition<string, any, Parsed, Returned, any>,
  run: RunFunction<NoInfer<Parsed>, NoInfer<Returned>>,
): TaskHandler {
  if (!isTask(task)) {
    throw new CeleriacError(
      "invalid-definition",
      `handle's first argument is ${show(task)}: expected a task, as defineTask makes them`,
    );
  }
  if (typeof run !== "function") {
    throw new CeleriacError(
      "invalid-definition",
      `the handler of task "${task.name}" is ${show(run)}: expected a function`,
    );
  }
  return Object.freeze({ kind: "handler", task, run });
}
