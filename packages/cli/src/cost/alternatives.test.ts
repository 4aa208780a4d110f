import { defineApp, defineTask } from "@celeriac/core";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { type Alternative, type AlternativeName, alternatives } from "./alternatives.ts";
import { totalOf } from "./cost-line.ts";
import type { Workload } from "./workload.ts";

const input = z.object({});
const app = defineApp({
  name: "shop",
  tasks: [
    defineTask({ name: "plain", input, resultExpires: "7d", retry: { maxRetries: 2 } }),
    defineTask({ name: "forgotten", input, ignoreResult: true, resultExpires: "0s" }),
  ],
});

const workload: Workload = {
  ...{ tasks: 1_000_000, runTimeMs: 200, cpuTimeMs: 0, memoryMb: undefined },
  ...{ payloadBytes: 1000, resultBytes: 200, retries: 0, tags: 0, farEta: false, batched: true },
};

function on(name: AlternativeName, more: Partial<Workload> = {}, task = "plain"): Alternative {
  const found = app.tasks.get(task);
  if (found === undefined) throw new Error(`no task ${task}`);
  return alternatives(found, 1024, { ...workload, ...more })[name];
}

/** What the lines come to that begin so, in cents. */
function cents(alternative: Alternative, beginning: string): number {
  if (!alternative.possible) throw new Error(alternative.why);
  const total = totalOf(alternative.lines.filter(({ what }) => what.startsWith(beginning)));
  return Math.round(total * 10_000) / 100;
}

const all: readonly AlternativeName[] = [
  "durableFunctions",
  "stepFunctions",
  "stepFunctionsExpress",
];

describe("the same work elsewhere", () => {
  it.each(all)("on %s has a function of its own for each task, and each retry", (name) => {
    expect(cents(on(name), "Lambda: invocations")).toBe(20);
    expect(cents(on(name), "Lambda: 1024 MB for 200 ms")).toBe(266.67);
    expect(cents(on(name, { retries: 1 }), "Lambda: 1024 MB for 200 ms")).toBe(533.34);
    // It may be tried again twice.
    expect(cents(on(name, { retries: 9 }), "Lambda: invocations")).toBe(60);
  });

  it("is a start and a step of a durable function, and what it writes and keeps", () => {
    const durable = on("durableFunctions");
    expect(cents(durable, "Durable functions: start")).toBe(1600);
    // 1.2 GB of 10^9 bytes are 1.1176 GB: x $0.25, and x 7 / 30.4375 months x $0.15
    expect(cents(durable, "Durable functions: data")).toBe(27.94);
    expect(cents(durable, "Durable functions: kept 7 days")).toBe(3.86);
    expect(cents(on("durableFunctions", { retries: 1 }), "Durable functions: retries")).toBe(800);
    const forgotten = on("durableFunctions", {}, "forgotten");
    expect(cents(forgotten, "Durable functions: data")).toBe(23.28);
    expect(cents(forgotten, "Durable functions: kept 1 day")).toBe(0.46);
  });

  it("pays for large events of a durable function by the chunk", () => {
    const large = on("durableFunctions", { payloadBytes: 300_000 });
    expect(cents(large, "Lambda: large events")).toBe(20);
    expect(cents(on("durableFunctions"), "Lambda: large events")).toBe(0);
  });

  it("is a state of a state machine", () => {
    expect(cents(on("stepFunctions"), "Step Functions")).toBe(2500);
    expect(cents(on("stepFunctions", { retries: 1 }), "Step Functions")).toBe(5000);
  });

  it("is an express execution of whole tenths of a second", () => {
    expect(cents(on("stepFunctionsExpress"), "Step Functions Express: executions")).toBe(100);
    // 0.3 s x 64 MB
    const part = "Step Functions Express: 64 MB for 300 ms";
    expect(cents(on("stepFunctionsExpress", { runTimeMs: 201 }), part)).toBe(31.26);
  });
});

describe("what cannot be done elsewhere", () => {
  const minutes = (count: number): Partial<Workload> => ({ runTimeMs: count * 60_000 });

  it.each<[AlternativeName, Partial<Workload>, string]>([
    ["durableFunctions", minutes(15.1), "a step has 15 minutes"],
    ["durableFunctions", { payloadBytes: 1_100_000 }, "an event has 1 MB"],
    ["stepFunctions", minutes(15.1), "its function has 15 minutes"],
    ["stepFunctions", { resultBytes: 270_000 }, "a state has 256 KB"],
    ["stepFunctionsExpress", minutes(5.1), "it has 5 minutes"],
    ["stepFunctionsExpress", { ...minutes(3), retries: 1 }, "it has 5 minutes"],
    ["stepFunctionsExpress", { payloadBytes: 270_000 }, "a state has 256 KB"],
  ])("on %s with %o", (name, more, why) => {
    expect(on(name, more)).toEqual({ possible: false, why });
  });

  it("is told from what just can", () => {
    expect(on("durableFunctions", minutes(15)).possible).toBe(true);
    expect(on("stepFunctions", minutes(15)).possible).toBe(true);
    expect(on("stepFunctionsExpress", minutes(5)).possible).toBe(true);
  });
});
