import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DONE, LEFT } from "./scripted-engine.ts";
import { bodies, createGates, createWorkerHarness, QUEUE } from "./worker-harness.ts";

describe("a worker runs what is in its queue", () => {
  it("and deletes what the engine acknowledged, nothing else", async () => {
    const script = ({ message }: { message: { body: string } }) =>
      message.body === "left" ? LEFT : DONE;
    const { worker, clock, send, bodies: rest } = createWorkerHarness({ script });
    await send("a", "left", "b");
    void worker.run();
    await clock.advance(100);
    expect(rest()).toEqual(["left"]);
    expect(worker.stats()).toMatchObject([
      { queue: QUEUE, received: 3, acknowledged: 2, left: 1, running: 0, receiveErrors: 0 },
    ]);
  });

  it("tells the engine the queue and the time before the receive", async () => {
    const { worker, clock, send, engine } = createWorkerHarness();
    void worker.run();
    await clock.advance(7000);
    await send("late");
    await clock.advance(0);
    expect(engine.deliveries).toMatchObject([
      { queue: QUEUE, receivedAt: 0, message: { body: "late" } },
    ]);
    expect(engine.deliveries[0]?.remainingMs).toBeUndefined();
  });

  it("survives a delivery that throws", async () => {
    const script = ({ message }: { message: { body: string } }) => {
      if (message.body === "bad") throw new Error("a defect");
      return DONE;
    };
    const { worker, clock, send, logger, engine } = createWorkerHarness({ script, concurrency: 1 });
    await send("bad", "good");
    void worker.run();
    await clock.advance(100);
    expect(engine.deliveries.map(({ message }) => message.body)).toEqual(["bad", "good"]);
    expect(logger.lines).toContainEqual(expect.objectContaining({ level: "error" }));
    expect(worker.stats()).toMatchObject([{ running: 0, left: 1, acknowledged: 1 }]);
  });

  it("says how many tasks run, whenever that changes", async () => {
    const gates = createGates();
    const { worker, clock, send, running } = createWorkerHarness({ script: gates.script });
    await send("a", "b");
    void worker.run();
    await clock.advance(100);
    gates.open("a");
    gates.open("b");
    await clock.advance(100);
    expect(running).toEqual([1, 2, 1, 0]);
  });
});

describe("a worker never receives more than it can start", () => {
  it("asks for its free slots only, and for nothing while all are busy", async () => {
    const gates = createGates();
    const harness = createWorkerHarness({ script: gates.script, concurrency: 3 });
    await harness.send(...bodies(10));
    void harness.worker.run();
    await harness.clock.advance(29_000);
    expect(harness.asked).toEqual([3]);
    expect(harness.engine.active).toBe(3);
    expect(harness.queues.depth(QUEUE)).toMatchObject({ visible: 7 });
  });

  it("nor do several polls at a time together", async () => {
    const harness = createWorkerHarness({ script: createGates().script, concurrency: 25 });
    await harness.send(...bodies(100));
    void harness.worker.run();
    await harness.clock.advance(1000);
    expect(harness.engine.active).toBe(25);
    expect(harness.mostCommitted).toBe(25);
  });

  it("whatever tasks, queue and faults do", async () => {
    const schedule = fc.record({
      concurrency: fc.integer({ min: 1, max: 40 }),
      maxPolls: fc.integer({ min: 1, max: 4 }),
      durations: fc.array(fc.integer({ min: 0, max: 5000 }), { minLength: 1, maxLength: 60 }),
      seed: fc.integer(),
    });
    await fc.assert(
      fc.asyncProperty(schedule, async ({ concurrency, maxPolls, durations, seed }) => {
        const harness = createWorkerHarness({
          concurrency,
          maxPolls,
          seed,
          nastiness: {
            duplicates: 0.05,
            lostReceives: 0.1,
            emptyReceives: 0.1,
            failedDeletes: 0.05,
          },
          script: async ({ message }) => {
            await harness.clock.sleep(durations[Number(message.body)] ?? 0);
            return DONE;
          },
        });
        await harness.send(...durations.keys().map(String));
        void harness.worker.run();
        await harness.clock.drainUntil(() => harness.bodies().length === 0);
        expect(harness.mostCommitted).toBeLessThanOrEqual(concurrency);
        expect(harness.engine.most).toBeLessThanOrEqual(concurrency);
        expect(Math.max(...harness.asked)).toBeLessThanOrEqual(Math.min(10, concurrency));
        expect(harness.worker.stats()).toMatchObject([{ left: 0 }]);
      }),
      { numRuns: 60 },
    );
  });
});

describe("freed slots are filled again", () => {
  it("while a slow task still runs in another", async () => {
    const gates = createGates();
    const { worker, clock, send, engine } = createWorkerHarness({
      script: gates.script,
      concurrency: 2,
    });
    await send("slow", ...bodies(5));
    void worker.run();
    for (const body of bodies(5)) {
      gates.open(body);
      await clock.advance(10);
    }
    expect(engine.deliveries.map(({ message }) => message.body)).toEqual(["slow", ...bodies(5)]);
    expect(engine.active).toBe(1);
  });

  it("together: slots that are freed within a moment take one receive", async () => {
    const gates = createGates();
    const { worker, clock, send, asked } = createWorkerHarness({
      script: gates.script,
      concurrency: 10,
    });
    await send(...bodies(30));
    void worker.run();
    await clock.advance(100);
    for (const body of ["m0", "m1", "m2"]) {
      gates.open(body);
      await clock.advance(1);
    }
    await clock.advance(10);
    expect(asked).toEqual([10, 3]);
  });

  it("by several polls at a time when the queue is full, by one when it is empty", async () => {
    let widest = 0;
    const harness = createWorkerHarness({
      concurrency: 100,
      maxPolls: 4,
      script: async () => {
        widest = Math.max(widest, harness.polls.size);
        await harness.clock.sleep(100);
        return DONE;
      },
    });
    await harness.send(...bodies(1000));
    void harness.worker.run();
    await harness.clock.drainUntil(() => harness.bodies().length === 0);
    expect(widest).toBeGreaterThan(1);
    expect(widest).toBeLessThanOrEqual(4);
    await harness.clock.advance(60_000);
    expect(harness.polls.size).toBe(1);
  });

  it("though acknowledgements take their time", async () => {
    const harness = createWorkerHarness({
      concurrency: 1,
      faults: (call) => (call === "delete" ? "hang" : undefined),
    });
    await harness.send(...bodies(5));
    void harness.worker.run();
    await harness.clock.advance(100);
    expect(harness.engine.deliveries).toHaveLength(5);
  });

  it("but not without end when no acknowledgement is ever answered", async () => {
    const harness = createWorkerHarness({
      concurrency: 1,
      faults: (call) => (call === "delete" ? "hang" : undefined),
    });
    await harness.send(...bodies(50));
    void harness.worker.run();
    await harness.clock.advance(1000);
    expect(harness.engine.deliveries).toHaveLength(10);
  });
});

describe("an idle worker waits in one long poll", () => {
  it("of twenty seconds", async () => {
    const { worker, clock, asked, polls } = createWorkerHarness({ concurrency: 50 });
    void worker.run();
    await clock.advance(99_000);
    expect(asked).toEqual([10, 10, 10, 10, 10]);
    expect([...polls]).toMatchObject([{ waitSeconds: 20, visibilitySeconds: 30 }]);
  });

  it("and does not spin when the endpoint never waits", async () => {
    const { worker, clock, asked } = createWorkerHarness({ nastiness: { emptyReceives: 1 } });
    void worker.run();
    await clock.advance(1000);
    expect(asked.length).toBeLessThanOrEqual(51);
  });
});
