import type { AnyTask, App, RunFunction, TaskHandler } from "@celeriac/core";

// biome-ignore lint/suspicious/noExplicitAny: each was checked against its own task where it was bound
type AnyRun = RunFunction<any, any>;

/** Puts something around what runs a task. */
export type AroundRun = (run: AnyRun) => AnyRun;

/** What runs the tasks: an app of which some have `run`, and handlers for the others. */
export interface Handlers {
  readonly app: App;
  readonly handlers: readonly TaskHandler[];
}

/** The same app and handlers, with something around each function that runs a task. */
export function aroundHandlers({ app, handlers }: Handlers, around: AroundRun): Handlers {
  const known = new Map<AnyRun, AnyRun>();
  // A task may be bound twice to one function, and stays so.
  const wrap = (run: AnyRun): AnyRun => {
    const wrapped = known.get(run) ?? around(run);
    known.set(run, wrapped);
    return wrapped;
  };
  const wrapInline = (task: AnyTask): AnyTask =>
    task.run === undefined ? task : { ...task, run: wrap(task.run) };
  const tasks = [...app.tasks].map(
    ([name, task]) => [name, { ...task, definition: wrapInline(task.definition) }] as const,
  );
  return {
    app: { ...app, tasks: new Map(tasks) },
    handlers: handlers.map((handler) => ({ ...handler, run: wrap(handler.run) })),
  };
}
