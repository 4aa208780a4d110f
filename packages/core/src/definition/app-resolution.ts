import { show } from "../show.ts";
import { checkQueue, type Known } from "./app-patterns.ts";
import { checkRecorded } from "./keyed-option-checks.ts";
import type { Mistakes } from "./mistakes.ts";
import { createOptionChecks } from "./option-checks.ts";
import { overriddenOptions, resolveTask } from "./resolve-task.ts";
import type { ResolvedTask } from "./resolved-task.ts";
import { checkTaskOptions } from "./task-option-checks.ts";
import type { TaskOptions } from "./task-options.ts";

/** What an app says of its tasks. */
interface Rules {
  readonly routes: Readonly<Record<string, string>>;
  readonly overrides: Readonly<Record<string, TaskOptions>>;
}

/** After a task's hard limit, a Lambda function needs this much to record the end of the attempt, ms. */
export const LAMBDA_TIME_LIMIT_MARGIN_MS = 2000;

/** Resolves the tasks one by one; those with a mistake are left out, after the mistake was added. */
export function resolveTasks(
  known: Known,
  rules: Rules,
  mistakes: Mistakes,
): ReadonlyMap<string, ResolvedTask> {
  const resolved = new Map<string, ResolvedTask>();
  for (const task of known.tasks) {
    const where = `task ${show(task.name)}`;
    const options = overriddenOptions(task, rules.overrides);
    const before = mistakes.count();
    const checks = createOptionChecks(where, mistakes);
    checkTaskOptions({ ...options }, checks);
    if (task.unique !== undefined) checkRecorded("unique", options.ignoreResult, checks);
    if (task.idempotency !== undefined) checkRecorded("idempotency", options.ignoreResult, checks);
    if (mistakes.count() > before) continue;
    const resolution = resolveTask(task, options, rules.routes);
    // A route to a queue that nobody defines was reported as the route's own mistake.
    if (options.queue !== undefined || !Object.values(rules.routes).includes(resolution.queue)) {
      checkQueue(resolution.queue, where, known, mistakes);
    }
    checkLambdaLimits(resolution, where, known, mistakes);
    resolved.set(task.name, resolution);
  }
  return resolved;
}

function checkLambdaLimits(
  task: ResolvedTask,
  where: string,
  known: Known,
  mistakes: Mistakes,
): void {
  const queue = known.queues.get(task.queue);
  if (queue?.kind !== "lambda") return;
  const most = queue.timeoutMs - LAMBDA_TIME_LIMIT_MARGIN_MS;
  const checks = createOptionChecks(where, mistakes);
  const limits = { softTimeLimit: task.softTimeLimitMs, timeLimit: task.timeLimitMs };
  for (const [option, limitMs] of Object.entries(limits)) {
    if (limitMs === undefined || limitMs <= most) continue;
    checks.say(
      `${option} is ${limitMs / 1000} s: expected at most ${Math.max(most, 0) / 1000} s, 2 s below ` +
        `the timeout of ${queue.timeoutMs / 1000} s of the lambda queue ${show(queue.name)}; ` +
        "raise that timeout or move the task to a fargate queue",
    );
  }
}
