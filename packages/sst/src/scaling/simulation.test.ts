import type { FargateConsumer } from "@celeriac/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Load,
  type Minute,
  simulateScaling,
  type World,
} from "../testing/simulate-scaling.ts";

const CONSUMER: FargateConsumer = {
  kind: "fargate",
  cpuUnits: 256,
  memoryMb: 512,
  concurrency: 10,
  stopTimeoutSeconds: 120,
  minWorkers: 0,
  maxWorkers: 20,
  backlogPerWorker: 100,
  spot: false,
};
const WORLD: World = {
  judgesBy: "all",
  shrinkingCools: true,
  metricDelayMinutes: 1,
  wakingMinutes: 0,
  reportsNothingInFlight: true,
  startMinutes: 1,
  missingAddend: "missing",
  fillsEmpty: true,
};
/** From the last sign of work on: what the metrics lag, what the rules wait, a cooldown, and a minute. */
const SETTLING_MINUTES = 3 + 5 + 5 + 1;

const world: fc.Arbitrary<World> = fc
  .record<World>({
    judgesBy: fc.constantFrom("all", "newest"),
    shrinkingCools: fc.boolean(),
    metricDelayMinutes: fc.integer({ min: 0, max: 3 }),
    wakingMinutes: fc.constantFrom(0, 15),
    reportsNothingInFlight: fc.boolean(),
    startMinutes: fc.integer({ min: 1, max: 3 }),
    missingAddend: fc.constantFrom("missing", "zero"),
    fillsEmpty: fc.boolean(),
  })
  .filter(
    // Should all three be so, nobody could add the two metrics up.
    ({ missingAddend, fillsEmpty, reportsNothingInFlight }) =>
      missingAddend === "zero" || fillsEmpty || reportsNothingInFlight,
  );
const consumer: fc.Arbitrary<FargateConsumer> = fc
  .tuple(
    fc.nat(3),
    fc.integer({ min: 1, max: 60 }),
    fc.integer({ min: 1, max: 20 }),
    fc.integer({ min: 1, max: 300 }),
  )
  .map(([minWorkers, more, concurrency, backlogPerWorker]) => ({
    ...CONSUMER,
    minWorkers,
    maxWorkers: minWorkers + more,
    concurrency,
    backlogPerWorker,
  }));
const arrivals = fc.oneof(
  // One burst; waves; single tasks, with hours between them.
  fc.nat(200).map((count) => [count]),
  fc.array(fc.nat(20), { minLength: 1, maxLength: 40 }),
  fc
    .array(fc.tuple(fc.integer({ min: 1, max: 500 }), fc.nat(3)), { minLength: 1, maxLength: 4 })
    .map((waves) => waves.flatMap(([pause, count]) => [...Array<number>(pause).fill(0), count])),
);
const load: fc.Arbitrary<Load> = fc
  .tuple(arrivals, fc.integer({ min: 1, max: 5 }))
  .map(([sent, taskMinutes]) => ({ arrivals: sent, taskMinutes, afterwards: 0 }));

/** Enough for one worker to do it all, or the most of them, and to come to rest. */
function long(of: Load, by: FargateConsumer): Load {
  const tasks = of.arrivals.reduce((sum, count) => sum + count, 0);
  const workers = Math.max(1, by.minWorkers);
  const rounds = Math.ceil(tasks / (by.concurrency * workers));
  return { ...of, afterwards: rounds * of.taskMinutes + 15 + SETTLING_MINUTES * 3 };
}

function turns(minutes: readonly Minute[]): number {
  const steps = minutes
    .map(({ desired }, index) => Math.sign(desired - (minutes[index - 1]?.desired ?? desired)))
    .filter((step) => step !== 0);
  return steps.filter((step, index) => index > 0 && step !== steps[index - 1]).length;
}

describe("workers follow the work", () => {
  it("the first is up three minutes after the first task came", () => {
    const minutes = simulateScaling(
      CONSUMER,
      { arrivals: [0, 0, 1], taskMinutes: 1, afterwards: 10 },
      WORLD,
    );
    expect(minutes.findIndex(({ desired }) => desired === 1)).toBe(3);
    expect(minutes.findIndex(({ running }) => running === 1)).toBe(4);
  });

  it("as many come as the backlog is worth, and all go when it is done", () => {
    const minutes = simulateScaling(
      CONSUMER,
      { arrivals: [950], taskMinutes: 2, afterwards: 60 },
      WORLD,
    );
    expect(Math.max(...minutes.map(({ desired }) => desired))).toBe(10);
    expect(turns(minutes)).toBe(1);
    expect(minutes.at(-1)).toMatchObject({ desired: 0, counted: 0, waiting: 0 });
  });

  it("one that runs a task stays wanted, though nothing waits", () => {
    const minutes = simulateScaling(
      CONSUMER,
      { arrivals: [1], taskMinutes: 90, afterwards: 110 },
      WORLD,
    );
    const busy = minutes.filter(({ inFlight }) => inFlight > 0);
    expect(busy.length).toBe(90);
    expect(busy.every(({ desired }) => desired === 1)).toBe(true);
    expect(minutes.at(-1)).toMatchObject({ desired: 0, counted: 0 });
  });

  it("a steady load keeps a steady number of workers", () => {
    // About 50 tasks at a time, which take five workers.
    const sent = Array.from({ length: 240 }, (_, minute) => (minute % 2 === 0 ? 8 : 12));
    const minutes = simulateScaling(
      CONSUMER,
      { arrivals: sent, taskMinutes: 5, afterwards: 0 },
      WORLD,
    );
    const settled = minutes.slice(120).map(({ desired }) => desired);
    expect(new Set(settled)).toEqual(new Set([5]));
  });
});

describe("whatever the load, and whichever way AWS's documents are read", () => {
  it("never fewer workers than the least, never more than the most, never both rules at once", () => {
    fc.assert(
      fc.property(consumer, load, world, (by, of, within) => {
        for (const { desired, counted, contested } of simulateScaling(by, long(of, by), within)) {
          expect(desired).toBeGreaterThanOrEqual(by.minWorkers);
          expect(desired).toBeLessThanOrEqual(by.maxWorkers);
          expect(counted).toBeLessThanOrEqual(by.maxWorkers);
          expect(contested).toBe(false);
        }
      }),
      { numRuns: 60 },
    );
  });

  it("all is done, and then no more than the least number of workers is left", () => {
    fc.assert(
      fc.property(consumer, load, world, (by, of, within) => {
        const minutes = simulateScaling(by, long(of, by), within);
        expect(minutes.at(-1)).toMatchObject({
          waiting: 0,
          inFlight: 0,
          desired: by.minWorkers,
          counted: by.minWorkers,
        });
      }),
      { numRuns: 60 },
    );
  });

  it("work never waits without a worker for longer than the metrics take, and it takes to start one", () => {
    fc.assert(
      fc.property(consumer, load, world, (by, of, within) => {
        const most = within.metricDelayMinutes + within.wakingMinutes + within.startMinutes + 1;
        let alone = 0;
        for (const { waiting, running } of simulateScaling(by, long(of, by), within)) {
          alone = waiting > 0 && running === 0 ? alone + 1 : 0;
          expect(alone).toBeLessThanOrEqual(most);
        }
      }),
      { numRuns: 60 },
    );
  });

  it("one burst turns the number of workers round once", () => {
    fc.assert(
      fc.property(
        consumer,
        fc.integer({ min: 1, max: 3000 }),
        fc.integer({ min: 1, max: 20 }),
        world,
        (by, count, taskMinutes, within) => {
          const burst = long({ arrivals: [count], taskMinutes, afterwards: 0 }, by);
          expect(turns(simulateScaling(by, burst, within))).toBeLessThanOrEqual(1);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("a queue that nobody uses starts no worker", () => {
    fc.assert(
      fc.property(consumer, world, (by, within) => {
        const idle: Load = { arrivals: [], taskMinutes: 1, afterwards: 500 };
        const counts = simulateScaling(by, idle, within).map(({ counted }) => counted);
        expect(new Set(counts)).toEqual(new Set([by.minWorkers]));
      }),
    );
  });
});
