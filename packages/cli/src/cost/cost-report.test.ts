import { type App, crontab, defineApp, defineTask, every, fargate, lambda } from "@celeriac/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { type CostLine, totalOf } from "./cost-line.ts";
import { type CostReport, costReport, type TaskCost } from "./cost-report.ts";
import { PRICES } from "./prices.ts";
import type { Workload } from "./workload.ts";

const input = z.object({ id: z.string() });

/** One task, with any options that the arithmetic reads. */
const apps: fc.Arbitrary<App> = fc
  .record({
    queue: fc.oneof(
      fc.record({
        kind: fc.constant("lambda" as const),
        batch: fc.integer({ min: 1, max: 10 }),
        timeout: fc.constantFrom("30s", "15m"),
      }),
      fc.record({
        kind: fc.constant("fargate" as const),
        concurrency: fc.integer({ min: 1, max: 200 }),
        spot: fc.boolean(),
        min: fc.integer({ min: 0, max: 3 }),
      }),
    ),
    keyed: fc.constantFrom("no", "unique", "idempotent", "ignored"),
  })
  .map(({ queue: { kind, ...options }, keyed }) => {
    const key = ({ id }: { readonly id: string }): string => id;
    const task = defineTask({
      name: "task",
      input,
      ...(keyed === "unique" ? { unique: { key } } : {}),
      ...(keyed === "idempotent" ? { idempotency: { key, window: "7d" as const } } : {}),
      ...(keyed === "ignored" ? { ignoreResult: true } : {}),
    });
    const queue = kind === "lambda" ? lambda(options as object) : fargate(options as object);
    return defineApp({ name: "shop", tasks: [task], queues: { default: queue } });
  });

const workloads: fc.Arbitrary<Workload> = fc
  .record({
    tasks: fc.integer({ min: 1, max: 10_000_000 }),
    runTimeMs: fc.integer({ min: 0, max: 800_000 }),
    cpuShare: fc.double({ min: 0, max: 1, noNaN: true }),
    memoryMb: fc.option(fc.integer({ min: 128, max: 10_240 }), { nil: undefined }),
    payloadBytes: fc.integer({ min: 0, max: 2_000_000 }),
    resultBytes: fc.integer({ min: 0, max: 2_000_000 }),
    retries: fc.double({ min: 0, max: 4, noNaN: true }),
    tags: fc.integer({ min: 0, max: 8 }),
    farEta: fc.boolean(),
    batched: fc.boolean(),
  })
  .map(({ cpuShare, ...rest }) => ({ ...rest, cpuTimeMs: Math.floor(rest.runTimeMs * cpuShare) }));

function billsOf({ tasks, monthly }: CostReport): readonly (readonly CostLine[])[] {
  return [monthly, ...tasks.flatMap(taskBills)];
}

function taskBills({ single, batched, alternatives }: TaskCost): readonly (readonly CostLine[])[] {
  const others = Object.values(alternatives).map((each) => (each.possible ? each.lines : []));
  return [single, batched, ...others];
}

function totals(app: App, workload: Workload): readonly number[] {
  return costReport(app, workload).tasks.flatMap(taskBills).map(totalOf);
}

/** Each total is the other's or more, but for what rounding to whole milliseconds may do. */
function expectNoLess(more: readonly number[], less: readonly number[], slack = 1e-9): void {
  for (const [index, dollars] of less.entries()) {
    expect(more[index]).toBeGreaterThanOrEqual(dollars * (1 - slack));
  }
}

describe("a report of any app at any workload", () => {
  it("has no line that is negative, infinite or without a price", () => {
    fc.assert(
      fc.property(apps, workloads, (app, workload) => {
        for (const { quantity, price, dollars } of billsOf(costReport(app, workload)).flat()) {
          expect(quantity).toBeGreaterThan(0);
          expect(Number.isFinite(dollars)).toBe(true);
          expect(dollars).toBeCloseTo((quantity * PRICES[price].dollars) / PRICES[price].per, 6);
        }
      }),
    );
  });

  it("costs twice as much for twice as many tasks", () => {
    fc.assert(
      fc.property(apps, workloads, (app, workload) => {
        const twice = totals(app, { ...workload, tasks: 2 * workload.tasks });
        for (const [index, dollars] of totals(app, workload).entries()) {
          expect(twice[index]).toBeCloseTo(2 * dollars, 5);
        }
      }),
    );
  });

  it("costs no less for tasks that run longer, as long as the others can do them", () => {
    fc.assert(
      fc.property(apps, workloads, fc.integer({ min: 0, max: 50_000 }), (app, workload, extra) => {
        fc.pre((workload.runTimeMs + extra) * (1 + workload.retries) <= 300_000);
        const longer = { ...workload, runTimeMs: workload.runTimeMs + extra };
        expectNoLess(totals(app, longer), totals(app, workload));
      }),
    );
  });

  it("costs no less with more memory, where tasks wait", () => {
    fc.assert(
      fc.property(
        apps,
        workloads,
        fc.integer({ min: 128, max: 5000 }),
        (app, workload, memoryMb) => {
          const waiting = { ...workload, cpuTimeMs: 0 };
          const more = totals(app, { ...waiting, memoryMb: 2 * memoryMb });
          expectNoLess(more, totals(app, { ...waiting, memoryMb }));
        },
      ),
    );
  });

  it("costs no less for larger results, more retries and more tags", () => {
    fc.assert(
      fc.property(apps, workloads, (app, workload) => {
        const smaller = { ...workload, resultBytes: Math.min(workload.resultBytes, 16_000) };
        const { resultBytes, retries, tags } = smaller;
        const larger = { resultBytes: 2 * resultBytes, retries: retries / 2, tags: tags + 1 };
        fc.pre(workload.runTimeMs * (1 + retries) <= 300_000);
        const before = totals(app, { ...smaller, retries: retries / 4 });
        expectNoLess(totals(app, { ...smaller, ...larger }), before);
      }),
    );
  });

  it("costs no more under load than one by one, where tasks wait", () => {
    fc.assert(
      fc.property(apps, workloads, (app, workload) => {
        const { tasks } = costReport(app, { ...workload, cpuTimeMs: 0 });
        for (const { single, batched } of tasks)
          expectNoLess([totalOf(single)], [totalOf(batched)]);
      }),
    );
  });
});

describe("a month without tasks", () => {
  const base: Workload = {
    ...{ tasks: 1, runTimeMs: 1, cpuTimeMs: 0, memoryMb: undefined, payloadBytes: 0 },
    ...{ resultBytes: 0, retries: 0, tags: 0, farEta: false, batched: true },
  };
  const monthly = (queue: ReturnType<typeof fargate>, what: RegExp): number => {
    const app = defineApp({ name: "shop", tasks: [], queues: { queue } });
    return totalOf(costReport(app, base).monthly.filter((line) => what.test(line.what)));
  };

  it("costs nothing for workers that are not there, and Lambda's polls", () => {
    expect(monthly(fargate(), /^queue/)).toBe(0);
    expect(monthly(lambda(), /^queue/)).toBeCloseTo(0.263, 3);
  });

  it("costs what its least workers do", () => {
    // 730.5 h x (0.25 x $0.03238 + 0.5 x $0.00356 + $0.005) and 131,490 polls
    const one = monthly(fargate({ min: 1 }), /^queue/);
    expect(one).toBeCloseTo(10.919, 3);
    expect(monthly(fargate({ min: 3 }), /^queue/)).toBeCloseTo(3 * one, 6);
  });

  it("costs what watches an idle system", () => {
    expect(monthly(lambda(), /^alarms/)).toBeCloseTo(1.3, 9);
    expect(monthly(fargate(), /^alarms/)).toBeCloseTo(1.6, 9);
    expect(monthly(fargate({ min: 2, max: 2 }), /^alarms/)).toBeCloseTo(1.1, 9);
    expect(monthly(lambda(), /^dashboard/)).toBe(3);
  });

  it("costs no more for a schedule than for one that fires each minute", () => {
    const report = costReport(
      defineApp({
        name: "shop",
        tasks: [defineTask({ name: "sweep", input: z.object({}) })],
        schedules: {
          often: { task: "sweep", input: {}, schedule: crontab("*/5 * * * *") },
          hourly: { task: "sweep", input: {}, schedule: every("1h") },
          off: { task: "sweep", input: {}, schedule: every("1h"), enabled: false },
        },
      }),
      base,
    );
    const firings = report.monthly.filter(({ price }) => price === "schedulerInvocation");
    expect(firings.map(({ what, quantity }) => [what, quantity])).toEqual([
      ["schedule often: fires, at most", 43_830],
      ["schedule hourly: fires, at most", 730.5],
    ]);
  });
});

describe("the prices", () => {
  it.each(Object.entries(PRICES))("%s says where it is from, and when", (_name, price) => {
    expect(price.dollars).toBeGreaterThan(0);
    expect(price.date).toMatch(/^20\d\d-(0\d|1[012])$/);
    expect(price.source).toMatch(/^(https:\/\/|SST \d|from memory$)/);
  });
});
