import { type CostLine, totalOf } from "./cost-line.ts";
import { alternativeTotal, type CostReport, type TaskCost } from "./cost-report.ts";
import { PRICES } from "./prices.ts";

/** What a report says to programs. Fields may be added; those that are there stay. */
export function costJson(report: CostReport): string {
  const { app, workload, tasks, monthly } = report;
  return JSON.stringify(
    {
      app,
      region: "us-east-1",
      currency: "USD",
      workload,
      tasks: tasks.flatMap((cost) => cost.names.map((name) => taskJson(name, cost))),
      monthly: bill(monthly),
      prices: PRICES,
    },
    null,
    2,
  );
}

function taskJson(name: string, cost: TaskCost): object {
  const { queue, memoryMb, single, batched, alternatives, warnings } = cost;
  return {
    task: name,
    queue: queue.name,
    host: queue.kind,
    memoryMb,
    single: bill(single),
    batched: bill(batched),
    alternatives: Object.fromEntries(
      Object.entries(alternatives).map(([each, alternative]) => [
        each,
        alternative.possible
          ? { dollars: alternativeTotal(alternative), lines: alternative.lines }
          : { unavailable: alternative.why },
      ]),
    ),
    warnings,
  };
}

function bill(lines: readonly CostLine[]): object {
  return { dollars: totalOf(lines), lines };
}
