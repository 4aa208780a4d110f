import { parseDuration } from "../duration.ts";
import { retryPolicy } from "../retry/retry-policy.ts";
import { matching, mostSpecific } from "../routing/specificity.ts";
import { DEFAULT_QUEUE, DEFAULT_RESULT_EXPIRES } from "./defaults.ts";
import { resolveIdempotency } from "./idempotency-checks.ts";
import type { ResolvedTask } from "./resolved-task.ts";
import type { AnyTask } from "./task-definition.ts";
import type { TaskOptions } from "./task-options.ts";
import { resolveUnique } from "./unique-checks.ts";

/** A task's own options, and over them every override that fits its name, the most specific last. `retry` is merged key by key. */
export function overriddenOptions(
  task: AnyTask,
  overrides: Readonly<Record<string, TaskOptions>>,
): TaskOptions {
  let options = task.options;
  for (const pattern of matching(Object.keys(overrides), task.name).reverse()) {
    const override = overrides[pattern] ?? {};
    const retry = { ...options.retry, ...said(override.retry) };
    options = { ...options, ...said(override), retry };
  }
  return options;
}

/** Fills in a task's defaults. The options were checked; `routes` decide where they name no queue. */
export function resolveTask(
  task: AnyTask,
  options: TaskOptions,
  routes: Readonly<Record<string, string>>,
): ResolvedTask {
  const { softTimeLimit, timeLimit } = options;
  return {
    name: task.name,
    definition: task,
    queue: options.queue ?? routedQueue(task.name, routes) ?? DEFAULT_QUEUE,
    retry: retryPolicy(options.retry),
    softTimeLimitMs:
      softTimeLimit === undefined ? undefined : parseDuration(softTimeLimit, "softTimeLimit"),
    timeLimitMs: timeLimit === undefined ? undefined : parseDuration(timeLimit, "timeLimit"),
    resultExpiresMs: parseDuration(
      options.resultExpires ?? DEFAULT_RESULT_EXPIRES,
      "resultExpires",
    ),
    ignoreResult: options.ignoreResult ?? false,
    expected: options.expected ?? noError,
    redact: options.redact ?? [],
    unique: resolveUnique(task.unique),
    idempotency: resolveIdempotency(task.idempotency),
  };
}

/** Without what is there but undefined: `queue: urgent ? "fast" : undefined` says nothing of the queue. */
function said<T extends object>(options: T | undefined): Partial<T> {
  const entries = Object.entries(options ?? {}).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Partial<T>;
}

function routedQueue(name: string, routes: Readonly<Record<string, string>>): string | undefined {
  const pattern = mostSpecific(Object.keys(routes), name);
  return pattern === undefined ? undefined : routes[pattern];
}

function noError(): boolean {
  return false;
}
