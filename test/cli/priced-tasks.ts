import {
  type CostLine,
  type CostReport,
  costReport,
  type TaskCost,
  totalOf,
  type Workload,
} from "@celeriac/cli";
import { type App, defineApp, defineTask, fargate, lambda } from "celeriac";
import { z } from "zod";

const input = z.object({ id: z.string() });
const key = ({ id }: { readonly id: string }): string => id;

/** A task for each option that has a price. */
export const app: App = defineApp({
  name: "costs",
  tasks: [
    defineTask({ name: "plain", input }),
    defineTask({ name: "forgotten", input, ignoreResult: true }),
    defineTask({ name: "unique", input, unique: { key } }),
    defineTask({ name: "once", input, idempotency: { key, window: "7d" } }),
    defineTask({ name: "alone", input, queue: "alone" }),
    defineTask({ name: "contained", input, queue: "worker" }),
    defineTask({ name: "spare", input, queue: "spot" }),
  ],
  queues: {
    default: lambda(),
    alone: lambda({ batch: 1 }),
    worker: fargate(),
    spot: fargate({ spot: true }),
  },
});

/** One task without options. */
export const smallest: App = defineApp({
  name: "smallest",
  tasks: [defineTask({ name: "plain", input })],
});

/** What the documents' tables are about. */
export const usual: Workload = {
  tasks: 1_000_000,
  runTimeMs: 200,
  cpuTimeMs: 0,
  memoryMb: undefined,
  payloadBytes: 1024,
  resultBytes: 200,
  retries: 0,
  tags: 0,
  farEta: false,
  batched: true,
};

export function reportOf(task: string, more: Partial<Workload> = {}): CostReport {
  return costReport(app, { ...usual, ...more }, task);
}

export function costOf(task: string, more: Partial<Workload> = {}): TaskCost {
  const [cost] = reportOf(task, more).tasks;
  if (cost === undefined) throw new Error(`no task ${task}`);
  return cost;
}

/** What the lines come to that speak of this. */
export function partOf(lines: readonly CostLine[], what: RegExp): number {
  return totalOf(lines.filter((line) => what.test(line.what)));
}
