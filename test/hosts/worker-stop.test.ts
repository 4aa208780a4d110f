import type { Delivery, DeliveryOutcome } from "@celeriac/engine";
import { describe, expect, it } from "vitest";
import { DONE, LEFT } from "./scripted-engine.ts";
import { createGates, createWorkerHarness, QUEUE, type WorkerHarness } from "./worker-harness.ts";

/** Ends when it is told that the process shuts down, as the engine does: it gives the message back. */
function untilShutdown({ shutdown }: Delivery): Promise<DeliveryOutcome> {
  return new Promise((resolve) => {
    shutdown?.addEventListener("abort", () => resolve(LEFT), { once: true });
  });
}

/** Follows a promise without waiting for it. */
function watch(promise: Promise<void>): { readonly done: boolean } {
  const state = { done: false };
  void promise.then(() => {
    state.done = true;
  });
  return state;
}

async function start(
  harness: WorkerHarness,
  ...sent: string[]
): Promise<{ readonly done: boolean }> {
  await harness.send(...sent);
  const run = watch(harness.worker.run());
  await harness.clock.advance(100);
  return run;
}

describe("a stop drains", () => {
  it("starts nothing more, lets running tasks end, and acknowledges them", async () => {
    const gates = createGates();
    const harness = createWorkerHarness({ script: gates.script });
    const run = await start(harness, "a");
    const stop = watch(harness.worker.stop());
    await harness.send("late");
    await harness.clock.advance(5000);
    expect(harness.worker.state).toBe("draining");
    expect([stop.done, run.done]).toEqual([false, false]);
    gates.open("a");
    await harness.clock.advance(0);
    expect([stop.done, run.done]).toEqual([true, true]);
    expect(harness.worker.state).toBe("stopped");
    expect(harness.bodies()).toEqual(["late"]);
    expect(harness.engine.deliveries).toHaveLength(1);
    expect(harness.engine.deliveries[0]?.shutdown?.aborted).toBe(false);
  });

  it("ends within half a second when nothing runs, the long poll included, and leaves no timer", async () => {
    const harness = createWorkerHarness();
    const run = await start(harness);
    const stop = watch(harness.worker.stop());
    await harness.clock.advance(499);
    expect(stop.done).toBe(false);
    await harness.clock.advance(1);
    expect([stop.done, run.done]).toEqual([true, true]);
    expect(harness.polls.size).toBe(0);
    expect(harness.clock.pending).toBe(0);
  });

  it("waits for the last acknowledgement", async () => {
    const gates = createGates();
    const deletion = Promise.withResolvers<void>();
    const harness = createWorkerHarness({ script: gates.script });
    const remove = harness.queues.delete;
    harness.queues.delete = async (queue, handle) => {
      await deletion.promise;
      return remove(queue, handle);
    };
    await start(harness, "a");
    const stop = watch(harness.worker.stop());
    gates.open("a");
    await harness.clock.advance(1000);
    expect(stop.done).toBe(false);
    deletion.resolve();
    await harness.clock.advance(0);
    expect(stop.done).toBe(true);
    expect(harness.bodies()).toEqual([]);
  });

  it("gives back what comes in while it stops", async () => {
    const harness = createWorkerHarness();
    await start(harness);
    const stop = watch(harness.worker.stop());
    await harness.send("late");
    await harness.clock.advance(0);
    expect(stop.done).toBe(true);
    expect(harness.changedVisibility).toEqual([1]);
    expect(harness.engine.deliveries).toEqual([]);
  });

  it("gives back what an ended poll still brings", async () => {
    const answer = Promise.withResolvers<void>();
    const harness = createWorkerHarness();
    const receive = harness.queues.receive;
    harness.queues.receive = async (queue, options) => {
      const { signal: _, ...unstoppable } = options;
      const messages = await receive(queue, unstoppable);
      await answer.promise;
      return messages;
    };
    await start(harness, "a");
    const stop = watch(harness.worker.stop());
    await harness.clock.advance(1000);
    expect(stop.done).toBe(false);
    answer.resolve();
    await harness.clock.advance(0);
    expect(stop.done).toBe(true);
    expect(harness.changedVisibility).toEqual([1]);
    expect(harness.engine.deliveries).toEqual([]);
    expect(harness.worker.stats()).toMatchObject([{ givenBack: 1 }]);
    await harness.clock.advance(1000);
    expect(harness.queues.depth(QUEUE)).toMatchObject({ visible: 1 });
  });
});

describe("a drain ends at its deadline", () => {
  it("by wanting the running tasks back", async () => {
    const harness = createWorkerHarness({ script: untilShutdown, drainMs: 10_000 });
    await start(harness, "a", "b");
    const stop = watch(harness.worker.stop());
    await harness.clock.advance(9999);
    expect(stop.done).toBe(false);
    expect(harness.engine.active).toBe(2);
    await harness.clock.advance(1);
    expect(stop.done).toBe(true);
    expect(harness.worker.stats()).toMatchObject([{ left: 2, acknowledged: 0, running: 0 }]);
    expect(harness.logger.lines).toContainEqual({
      level: "warn",
      message: "ending the running tasks",
      fields: { queue: QUEUE, running: 2 },
    });
  });

  it("though a task never ends", async () => {
    const harness = createWorkerHarness({
      script: () => new Promise(() => undefined),
      drainMs: 10_000,
    });
    await start(harness, "a");
    const stop = watch(harness.worker.stop());
    await harness.clock.advance(19_000);
    expect(stop.done).toBe(true);
    expect(harness.logger.lines).toContainEqual(
      expect.objectContaining({
        level: "warn",
        fields: { queue: QUEUE, running: 1, receipts: 0, polls: 0 },
      }),
    );
  });

  it("though no delete and no receive is ever answered", async () => {
    const harness = createWorkerHarness({
      faults: (call, index) =>
        call === "delete" || (call === "receive" && index > 0) ? "hang" : undefined,
    });
    await start(harness, "a");
    const stop = watch(harness.worker.stop());
    await harness.clock.advance(19_000);
    expect(stop.done).toBe(true);
  });
});

describe("a stop that must not wait", () => {
  it("wants running tasks back at once", async () => {
    const harness = createWorkerHarness({ script: untilShutdown });
    await start(harness, "a");
    const stop = watch(harness.worker.stop({ now: true }));
    await harness.clock.advance(0);
    expect(stop.done).toBe(true);
    expect(harness.worker.stats()).toMatchObject([{ left: 1 }]);
  });

  it("of a process that is broken tells the tasks that they are lost, and ends as soon", async () => {
    const reasons: unknown[] = [];
    const harness = createWorkerHarness({
      script: async (delivery) => {
        const outcome = await untilShutdown(delivery);
        reasons.push(delivery.shutdown?.reason);
        return outcome;
      },
    });
    await start(harness, "a");
    const stop = watch(harness.worker.stop({ now: true, broken: true }));
    await harness.clock.advance(0);
    expect(stop.done).toBe(true);
    expect(reasons).toMatchObject([{ code: "worker-lost" }]);
  });

  it("ends the wait of a drain that is under way", async () => {
    const harness = createWorkerHarness({ script: untilShutdown });
    const run = await start(harness, "a");
    const first = watch(harness.worker.stop());
    await harness.clock.advance(1000);
    expect(first.done).toBe(false);
    const second = watch(harness.worker.stop({ now: true }));
    await harness.clock.advance(0);
    expect([first.done, second.done, run.done]).toEqual([true, true, true]);
  });
});

describe("a worker runs once", () => {
  it("and not at all when it was stopped before", async () => {
    const harness = createWorkerHarness();
    await harness.send("a");
    await harness.worker.stop();
    await harness.worker.run();
    expect(harness.asked).toEqual([]);
    expect(harness.worker.state).toBe("stopped");
  });

  it("and says so when it is run twice", async () => {
    const harness = createWorkerHarness({ script: () => DONE });
    await start(harness);
    await expect(harness.worker.run()).rejects.toThrow("the worker runs already");
  });
});
