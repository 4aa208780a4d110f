import {
  type App,
  CeleriacError,
  didYouMean,
  type ResolvedQueue,
  type ResolvedTask,
  show,
} from "@celeriac/core";

/**
 * The task that was typed.
 * @throws {CeleriacError} `invalid-options` for a task that the app does not have.
 */
export function namedTask(app: App, name: string): ResolvedTask {
  return named("task", app.tasks, app, name);
}

/**
 * The queue that was typed.
 * @throws {CeleriacError} `invalid-options` for a queue that the app does not have.
 */
export function namedQueue(app: App, name: string): ResolvedQueue {
  return named("queue", app.queues, app, name);
}

function named<Value>(
  what: "task" | "queue",
  values: ReadonlyMap<string, Value>,
  app: App,
  name: string,
): Value {
  const value = values.get(name);
  if (value !== undefined) return value;
  const hint = didYouMean(name, values.keys()) || `: it has ${[...values.keys()].join(", ")}`;
  throw new CeleriacError(
    "invalid-options",
    `app ${show(app.name)} has no ${what} ${show(name)}${hint}`,
  );
}
