import type { RunnerTask } from "vitest";
import { beforeEach } from "vitest";

/** One failing test kills a variant: those after it, which it may leave to hang until their time limit, are skipped. */
beforeEach((context) => {
  if (hasFailed(context.task.file)) context.skip();
});

function hasFailed(task: RunnerTask): boolean {
  if ("tasks" in task) return task.tasks.some(hasFailed);
  return task.result?.state === "fail";
}
