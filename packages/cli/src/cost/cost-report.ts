import {
  type App,
  CeleriacError,
  type ResolvedQueue,
  type ResolvedTask,
  show,
  topology,
} from "@celeriac/core";
import { type Alternative, type AlternativeName, alternatives } from "./alternatives.ts";
import { type CostLine, totalOf } from "./cost-line.ts";
import { monthlyLines } from "./monthly-lines.ts";
import { taskLines } from "./task-lines.ts";
import type { Workload } from "./workload.ts";

/** What an app costs. */
export interface CostReport {
  readonly app: string;
  readonly workload: Workload;
  /** In the order of the app; tasks that cost the same for the same reasons are one entry. */
  readonly tasks: readonly TaskCost[];
  /** What a month costs in which nothing is enqueued. */
  readonly monthly: readonly CostLine[];
}

/** What tasks of one kind cost, here and elsewhere. */
export interface TaskCost {
  readonly names: readonly string[];
  readonly queue: ResolvedQueue;
  readonly memoryMb: number;
  readonly single: readonly CostLine[];
  readonly batched: readonly CostLine[];
  readonly alternatives: Readonly<Record<AlternativeName, Alternative>>;
  /** What makes the numbers doubtful. */
  readonly warnings: readonly string[];
}

/**
 * Prices each task of an app, or one, at a workload. Pure; the prices are us-east-1's list prices.
 * @throws {CeleriacError} `invalid-options` for a task that the app does not have.
 */
export function costReport(app: App, workload: Workload, only?: string): CostReport {
  const { bucket } = topology(app);
  const costs = chosen(app, only).map((task): TaskCost => {
    const queue = queueOf(app, task);
    const memoryMb = workload.memoryMb ?? queue.memoryMb;
    const lines = (batched: boolean): readonly CostLine[] =>
      taskLines(task, queue, { ...workload, batched }, bucket.expirationDays);
    return {
      names: [task.name],
      queue,
      memoryMb,
      single: lines(false),
      batched: lines(true),
      alternatives: alternatives(task, memoryMb, workload),
      warnings: warningsOf(task, queue, workload),
    };
  });
  return { app: app.name, workload, tasks: merged(costs), monthly: monthlyLines(topology(app)) };
}

function chosen(app: App, only: string | undefined): readonly ResolvedTask[] {
  if (only === undefined) return [...app.tasks.values()];
  const task = app.tasks.get(only);
  if (task !== undefined) return [task];
  throw new CeleriacError(
    "invalid-options",
    `--task is ${show(only)}: app ${show(app.name)} has no such task; expected one of ${[...app.tasks.keys()].join(", ")}`,
  );
}

function queueOf(app: App, task: ResolvedTask): ResolvedQueue {
  const queue = app.queues.get(task.queue);
  if (queue !== undefined) return queue;
  throw new CeleriacError("invalid-definition", `task ${task.name} is of no queue of the app`);
}

function warningsOf(
  task: ResolvedTask,
  queue: ResolvedQueue,
  { runTimeMs, cpuTimeMs, retries }: Workload,
): readonly string[] {
  const timeoutMs = queue.kind === "lambda" ? queue.timeoutMs : Number.POSITIVE_INFINITY;
  const limitMs = task.timeLimitMs ?? Number.POSITIVE_INFINITY;
  const batchMs = queue.kind === "lambda" ? queue.batch * cpuTimeMs : 0;
  const { maxRetries } = task.retry;
  const warnings: readonly (readonly [boolean, string])[] = [
    [runTimeMs > limitMs, `it runs ${runTimeMs} ms, over its time limit of ${limitMs} ms`],
    [runTimeMs > timeoutMs, `it runs ${runTimeMs} ms, over its function's ${timeoutMs} ms`],
    [
      runTimeMs <= timeoutMs && batchMs > timeoutMs,
      `a batch computes ${batchMs} ms, over its function's ${timeoutMs} ms: make the batch smaller`,
    ],
    [retries > maxRetries, `it is tried again ${maxRetries} times at most`],
  ];
  return warnings.filter(([applies]) => applies).map(([, warning]) => warning);
}

/** Tasks whose every line is the same are told once. */
function merged(costs: readonly TaskCost[]): readonly TaskCost[] {
  const byContent = new Map<string, TaskCost>();
  for (const cost of costs) {
    const { names, ...content } = cost;
    const key = JSON.stringify(content);
    const before = byContent.get(key);
    byContent.set(key, { ...cost, names: [...(before?.names ?? []), ...names] });
  }
  return [...byContent.values()];
}

/** An alternative's sum; `undefined` where it cannot do the work. */
export function alternativeTotal(alternative: Alternative): number | undefined {
  return alternative.possible ? totalOf(alternative.lines) : undefined;
}
