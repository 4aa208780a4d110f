import { type App, CeleriacError, didYouMean, type ResolvedTask, show } from "@celeriac/core";

/**
 * The app's own view of a task: routed, overrides applied. Found by name, so that a contract imported twice is one task.
 * @throws {CeleriacError} `invalid-options` when the app has no such task.
 */
export function knownTask(app: App, task: unknown): ResolvedTask {
  const name: unknown =
    typeof task === "object" && task !== null && "name" in task ? task.name : undefined;
  if (typeof name !== "string") {
    throw new CeleriacError(
      "invalid-options",
      `the task is ${show(task)}: expected what defineTask answers`,
    );
  }
  const known = app.tasks.get(name);
  if (known !== undefined) return known;
  throw new CeleriacError(
    "invalid-options",
    `app ${show(app.name)} has no task ${show(name)}: add it to defineApp's tasks${didYouMean(name, app.tasks.keys())}`,
    { details: { app: app.name, task: name } },
  );
}
