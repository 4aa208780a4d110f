import { type App, defineApp, defineTask, fargate, lambda } from "@celeriac/core";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { type CostLine, totalOf } from "./cost-line.ts";
import { taskLines } from "./task-lines.ts";
import type { Workload } from "./workload.ts";

const input = z.object({ id: z.string() });
const key = ({ id }: { readonly id: string }): string => id;

const app: App = defineApp({
  name: "shop",
  tasks: [
    defineTask({ name: "plain", input, queue: "lambda" }),
    defineTask({ name: "forgotten", input, queue: "lambda", ignoreResult: true }),
    defineTask({ name: "unique", input, queue: "lambda", unique: { key } }),
    defineTask({ name: "once", input, queue: "lambda", idempotency: { key, window: "1d" } }),
    defineTask({ name: "long", input, queue: "long" }),
    defineTask({ name: "contained", input, queue: "worker" }),
    defineTask({ name: "spare", input, queue: "spot" }),
  ],
  queues: {
    lambda: lambda({ memory: "1 GB", timeout: "30s", batch: 10 }),
    long: lambda({ timeout: "15m", batch: 1 }),
    worker: fargate({ cpu: "1 vCPU", memory: "2 GB", concurrency: 20, lease: "30s" }),
    spot: fargate({ cpu: "1 vCPU", memory: "2 GB", concurrency: 20, spot: true }),
  },
});

const workload: Workload = {
  tasks: 1_000_000,
  runTimeMs: 200,
  cpuTimeMs: 0,
  memoryMb: undefined,
  payloadBytes: 1024,
  resultBytes: 200,
  retries: 0,
  tags: 0,
  farEta: false,
  batched: false,
};

function lines(name: string, more: Partial<Workload> = {}): readonly CostLine[] {
  const task = app.tasks.get(name);
  const queue = app.queues.get(task?.queue ?? "");
  if (task === undefined || queue === undefined) throw new Error(`no task ${name}`);
  return taskLines(task, queue, { ...workload, ...more }, 60);
}

/** What the lines come to whose text begins so, in cents. */
function cents(of: readonly CostLine[], beginning: string): number {
  const total = totalOf(of.filter(({ what }) => what.startsWith(beginning)));
  return Math.round(total * 10_000) / 100;
}

function writes(of: readonly CostLine[]): number {
  return of
    .filter(({ price }) => price === "tableWrite")
    .reduce((sum, { quantity }) => sum + quantity / workload.tasks, 0);
}

describe("messages", () => {
  it("are three requests, or three tenths under load", () => {
    expect(cents(lines("plain"), "SQS")).toBe(120);
    expect(cents(lines("plain", { batched: true }), "SQS")).toBe(12);
  });

  it("are received alone where a function takes one at a time", () => {
    expect(cents(lines("long", { batched: true }), "SQS: receives")).toBe(40);
  });

  it("are billed by chunks of 64 KB, of which a batch is one", () => {
    const payloadBytes = 100_000;
    expect(cents(lines("plain", { payloadBytes }), "SQS: sends")).toBe(80);
    expect(cents(lines("plain", { payloadBytes }), "SQS: deletes")).toBe(40);
    // Ten of them are 979 KB: 16 chunks.
    expect(cents(lines("plain", { payloadBytes, batched: true }), "SQS: sends")).toBe(64);
  });

  it("travel in as few as a request may hold", () => {
    // Six of 150 KB are 900 KB, seven too many; 14 chunks for six.
    const payloadBytes = 150 * 1024;
    const sends = cents(lines("plain", { payloadBytes, batched: true }), "SQS: sends, 6 in");
    expect(sends).toBeCloseTo((40 * 15) / 6, 2);
  });

  it("come by a schedule where the start is far", () => {
    expect(cents(lines("plain", { farEta: true, batched: true }), "Scheduler")).toBe(100);
    expect(cents(lines("plain", { farEta: true, batched: true }), "SQS: sends")).toBe(40);
  });
});

describe("writes", () => {
  it.each([
    ["plain", {}, 2],
    ["forgotten", {}, 0],
    ["unique", {}, 5],
    ["once", {}, 4],
    ["plain", { tags: 2 }, 4],
    ["plain", { resultBytes: 3000 }, 5],
    ["plain", { retries: 1 }, 7],
    ["forgotten", { retries: 1 }, 7],
    ["forgotten", { retries: 2 }, 11],
    ["plain", { retries: 0.1 }, 2.5],
    ["forgotten", { retries: 0.1 }, 0.7],
  ] as const)("of %s with %o are %d", (name, more, expected) => {
    expect(writes(lines(name, more))).toBeCloseTo(expected, 9);
  });

  it("are no more for a result that lies in S3 than for its reference", () => {
    const large = lines("plain", { resultBytes: 100_000 });
    expect(writes(large)).toBe(2);
    expect(cents(large, "S3: large results stored")).toBe(500);
    expect(cents(lines("forgotten", { resultBytes: 100_000 }), "S3")).toBe(0);
  });

  it("extend the lease of what runs long", () => {
    expect(writes(lines("contained", { runTimeMs: 105_000 }))).toBe(2 + 10);
    expect(cents(lines("contained", { runTimeMs: 105_000 }), "SQS: heartbeats")).toBe(400);
    // A function's lease is a minute, and its message stays hidden by itself.
    expect(writes(lines("long", { runTimeMs: 210_000 }))).toBe(2 + 10);
    expect(cents(lines("long", { runTimeMs: 210_000 }), "SQS: heartbeats")).toBe(0);
    expect(writes(lines("plain", { runTimeMs: 29_000 }))).toBe(2);
  });

  it("of a task are made again no more often than it may be tried", () => {
    expect(writes(lines("plain", { retries: 50 }))).toBe(writes(lines("plain", { retries: 3 })));
  });
});

describe("a function", () => {
  it("is paid for by the millisecond and the GB", () => {
    expect(cents(lines("plain"), "Lambda: 1024 MB")).toBe(266.67);
    expect(cents(lines("plain", { memoryMb: 512 }), "Lambda: 512 MB")).toBe(133.33);
    expect(cents(lines("plain"), "Lambda: invocations")).toBe(20);
  });

  it("is shared by a batch that waits, not by one that computes", () => {
    const computing = { batched: true, cpuTimeMs: 200, memoryMb: 1769 };
    expect(cents(lines("plain", { batched: true }), "Lambda: 1024 MB")).toBe(26.67);
    expect(cents(lines("plain", computing), "Lambda: 1769 MB for 2000 ms")).toBe(460.68);
  });
});

describe("a worker", () => {
  it("is shared by as many tasks as it has slots", () => {
    // 1,000,000 x 0.2 s / 20 = 2.78 hours of 1 vCPU and 2 GB
    const full = lines("contained", { batched: true });
    expect(cents(full, "Fargate: 1 vCPU")).toBe(8.99);
    expect(cents(full, "Fargate: 2 GB")).toBe(1.98);
    expect(cents(full, "Fargate: public address")).toBe(1.39);
    expect(cents(lines("contained"), "Fargate: 1 vCPU")).toBe(179.89);
  });

  it("is not shared by tasks that compute", () => {
    const computing = lines("contained", { batched: true, cpuTimeMs: 200 });
    expect(cents(computing, "Fargate: 1 vCPU")).toBe(179.89);
  });

  it("costs less on spare capacity", () => {
    expect(cents(lines("spare", { batched: true }), "Fargate: 1 vCPU")).toBe(2.69);
  });
});
