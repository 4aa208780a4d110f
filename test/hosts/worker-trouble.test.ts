import { describe, expect, it } from "vitest";
import { createGates, createWorkerHarness, type WorkerHarness } from "./worker-harness.ts";

function failingFor(receives: number): WorkerHarness {
  return createWorkerHarness({
    faults: (call, index) => (call === "receive" && index < receives ? "refuse" : undefined),
  });
}

describe("receive errors never end a worker", () => {
  it("are tried again with growing waits of at most 30 s, and said once", async () => {
    const { worker, clock, send, logger, asked, engine } = failingFor(12);
    await send("a");
    void worker.run();
    const counts: number[] = [];
    for (let second = 0; second < 300; second += 30) {
      await clock.advance(30_000);
      counts.push(asked.length);
    }
    expect(counts[0]).toBeLessThan(12);
    expect(counts.at(-1)).toBeGreaterThan(12);
    expect(engine.deliveries).toHaveLength(1);
    const said = logger.lines.filter(({ message }) => message.startsWith("receiving"));
    expect(said.map(({ level }) => level)).toEqual(["error", "info"]);
    expect(said[1]?.fields).toMatchObject({ queue: "default", failures: 12 });
    expect(worker.stats()).toMatchObject([{ receiveErrors: 12 }]);
  });

  it("show in its health, and no longer once it receives again", async () => {
    const { worker, clock } = failingFor(4);
    void worker.run();
    await clock.advance(100);
    expect(worker.health()).toMatchObject({
      state: "running",
      queues: [{ lastPollAgoMs: undefined, trouble: { failures: 1, error: expect.any(String) } }],
    });
    await clock.advance(60_000);
    const [health] = worker.health().queues;
    expect(health?.trouble).toBeUndefined();
    expect(health?.lastPollAgoMs).toBeLessThanOrEqual(20_000);
  });

  it("do not keep a stop waiting", async () => {
    const { worker, clock } = failingFor(Number.POSITIVE_INFINITY);
    void worker.run();
    await clock.advance(100);
    const stopped = worker.stop();
    await clock.advance(0);
    await stopped;
    expect(worker.state).toBe("stopped");
  });
});

describe("how long a poll is overdue", () => {
  it("counts from the last success", async () => {
    const { worker, clock } = failingFor(Number.POSITIVE_INFINITY);
    void worker.run();
    await clock.advance(95_000);
    expect(worker.health().queues[0]?.overdueMs).toBe(95_000);
  });

  it("is nothing while all slots are busy, and counts anew when one becomes free", async () => {
    const gates = createGates();
    const { worker, clock, send } = createWorkerHarness({ script: gates.script, concurrency: 1 });
    await send("hour-long");
    void worker.run();
    await clock.advance(3_600_000);
    expect(worker.health().queues[0]).toMatchObject({ overdueMs: 0, lastPollAgoMs: 3_600_000 });
    gates.open("hour-long");
    await clock.advance(10_000);
    expect(worker.health().queues[0]).toMatchObject({ running: 0, overdueMs: 10_000 });
  });
});

describe("an acknowledgement that fails", () => {
  it("is said, and the worker goes on", async () => {
    const { worker, clock, send, logger, engine } = createWorkerHarness({
      faults: (call, index) => (call === "delete" && index === 0 ? "refuse" : undefined),
    });
    await send("a", "b");
    void worker.run();
    await clock.advance(100);
    expect(engine.deliveries).toHaveLength(2);
    expect(worker.stats()).toMatchObject([{ acknowledged: 1, acknowledgeErrors: 1 }]);
    const [line] = logger.lines.filter(({ level }) => level === "warn");
    expect(line?.message).toContain("duplicate");
    expect(line?.fields).toMatchObject({ messageId: "message-1", queue: "default" });
  });
});
