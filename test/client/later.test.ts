import { describe, expect, it } from "vitest";
import { createHarness } from "./client-harness.ts";
import { app, echo, tick } from "./shop-app.ts";

const MINUTE_MS = 60_000;

describe("a task for later", () => {
  it("is delayed by SQS in whole seconds rounded up, and carries its exact eta", async () => {
    const harness = createHarness(app);
    const sentAt = harness.clock.now();
    await harness.client.enqueue(tick, undefined, { delay: "1.2s" });
    expect(harness.envelopes()[0]?.eta).toBe(sentAt + 1200);
    expect(harness.queues.peek("default")[0]?.visibleAt).toBe(sentAt + 2000);
  });

  it("takes an instant as well as a length", async () => {
    const harness = createHarness(app);
    const eta = new Date(harness.clock.now() + 30_000);
    await harness.client.enqueue(tick, undefined, { eta });
    expect(harness.envelopes()[0]?.eta).toBe(eta.getTime());
    expect(harness.queues.peek("default")[0]?.visibleAt).toBe(eta.getTime());
  });

  it("starts now when its eta is past", async () => {
    const harness = createHarness(app);
    await harness.client.enqueue(tick, undefined, { eta: new Date(harness.clock.now() - 1) });
    await harness.client.enqueue(tick, undefined, { delay: "0s" });
    const [past, none] = harness.envelopes();
    expect(past?.eta).toBe(harness.clock.now() - 1);
    expect(none).not.toHaveProperty("eta");
    expect(harness.queues.depth("default").visible).toBe(2);
  });

  it("is SQS's to hold for exactly 15 minutes", async () => {
    const harness = createHarness(app);
    await harness.client.enqueue(tick, undefined, { delay: "900s" });
    expect(harness.queues.depth("default").delayed).toBe(1);
    expect(harness.schedules.schedules()).toEqual([]);
  });

  it("is a schedule's beyond that, fired early enough for the gate to hold the rest", async () => {
    const harness = createHarness(app);
    const eta = harness.clock.now() + 15 * MINUTE_MS + 1;
    const handle = await harness.client.enqueue(tick, undefined, {
      eta: new Date(eta),
      tenant: "acme",
    });
    expect(harness.envelopes()).toEqual([]);
    expect(harness.schedules.schedules()).toEqual([
      expect.objectContaining({
        name: handle.taskId,
        at: eta - 90_000,
        queue: "default",
        group: "acme",
      }),
    ]);
    await harness.clock.advanceTo(eta - 90_000);
    expect(harness.envelopes()).toEqual([expect.objectContaining({ taskId: handle.taskId, eta })]);
    expect(harness.queues.peek("default")[0]?.visibleAt).toBe(eta - 90_000);
  });

  it("may lie years ahead", async () => {
    const harness = createHarness(app);
    await harness.client.enqueue(tick, undefined, { eta: new Date("2096-02-29T00:00:00Z") });
    expect(harness.schedules.schedules()[0]?.at).toBe(Date.UTC(2096, 1, 28, 23, 58, 30));
  });

  it("is not known to be stored when the schedule is not", async () => {
    const harness = createHarness(app, { faults: { schedules: () => "unknown" } });
    await expect(
      harness.client.enqueue(tick, undefined, { delay: "1h", taskId: "t" }),
    ).rejects.toMatchObject({
      code: "unreachable",
      retryable: true,
      details: { taskId: "t", uncertain: true },
    });
  });

  it("has its input stored apart when the schedule could not carry it", async () => {
    const harness = createHarness(app);
    // 2 bytes each on the wire, 4 in a schedule: below the threshold for SQS, above what a schedule takes.
    const input = '"'.repeat(70_000);
    await harness.client.enqueue(echo, input);
    expect(harness.envelopes()[0]?.input?.kind).toBe("inline");
    await harness.client.enqueue(echo, input, { delay: "1h", taskId: "far" });
    expect(harness.payloads.keys()).toEqual(["inputs/far"]);
    await harness.clock.advance(60 * MINUTE_MS);
    expect(harness.envelopes()[1]?.input?.kind).toBe("stored");
  });
});

describe("an expiry", () => {
  it("is a length from now, or an instant", async () => {
    const harness = createHarness(app);
    const now = harness.clock.now();
    await harness.client.enqueue(tick, undefined, { expires: "10s" });
    await harness.client.enqueue(tick, undefined, { expires: new Date(now + 20_000) });
    expect(harness.envelopes().map(({ expires }) => expires)).toEqual([now + 10_000, now + 20_000]);
  });

  it("may be past: the task then ends as EXPIRED, and its handle says so", async () => {
    const harness = createHarness(app);
    const expires = new Date(harness.clock.now() - 1);
    await harness.client.enqueue(tick, undefined, { expires });
    expect(harness.envelopes()[0]?.expires).toBe(expires.getTime());
  });
});
