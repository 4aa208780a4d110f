import { CeleriacError } from "../errors/celeriac-error.ts";
import { show } from "../show.ts";
import type { App } from "./app-definition.ts";
import { didYouMean } from "./did-you-mean.ts";
import type { RunFunction, TaskHandler } from "./task-definition.ts";

// biome-ignore lint/suspicious/noExplicitAny: each was checked against its own task where it was bound
type AnyRun = RunFunction<any, any>;

/**
 * The function that runs each task, by task name: one for every task that is routed to these queues, and those that are
 * there for tasks of other queues, whose messages may have been sent here by `queue` or before they were routed away.
 * @param queues the queues that the host consumes. @defaultValue all of the app
 * @throws {CeleriacError} `missing-handler` naming every task that has neither `run` nor a handler, every handler whose
 * task is not in the app, every task with two, and every queue that the app does not have.
 */
export function resolveHandlers(
  app: App,
  handlers: readonly TaskHandler[],
  queues: Iterable<string> = app.queues.keys(),
): ReadonlyMap<string, AnyRun> {
  const faults: string[] = [];
  const bound = bind(app, handlers, faults);
  const consumed = new Set(queues);
  for (const queue of consumed) {
    if (app.queues.has(queue)) continue;
    faults.push(`the app has no queue ${show(queue)}${didYouMean(queue, app.queues.keys())}`);
  }
  const resolved = new Map<string, AnyRun>();
  for (const task of app.tasks.values()) {
    const run = bound.get(task.name);
    if (run !== undefined) {
      resolved.set(task.name, run);
    } else if (consumed.has(task.queue)) {
      faults.push(
        `task ${show(task.name)} has no handler: give it \`run\`, or add handle(task, fn)`,
      );
    }
  }
  if (faults.length > 0) throw missing(app, faults);
  return resolved;
}

function bind(
  app: App,
  handlers: readonly TaskHandler[],
  faults: string[],
): ReadonlyMap<string, AnyRun> {
  const bound = new Map<string, AnyRun>();
  for (const { name, definition } of app.tasks.values()) {
    if (definition.run !== undefined) bound.set(name, definition.run);
  }
  for (const { task, run } of handlers) {
    if (!app.tasks.has(task.name)) {
      const meant = didYouMean(task.name, app.tasks.keys());
      faults.push(`there is a handler for ${show(task.name)}, which is no task of the app${meant}`);
    } else if (bound.has(task.name) && bound.get(task.name) !== run) {
      faults.push(`task ${show(task.name)} has two handlers`);
    } else {
      bound.set(task.name, run);
    }
  }
  return bound;
}

function missing(app: App, faults: readonly string[]): CeleriacError {
  const lines =
    faults.length === 1
      ? ` ${faults[0]}`
      : ["", ...faults.map((fault) => `  - ${fault}`)].join("\n");
  return new CeleriacError("missing-handler", `app ${show(app.name)}:${lines}`, {
    details: { app: app.name, faults: [...faults] },
  });
}
