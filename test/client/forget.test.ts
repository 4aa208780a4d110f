import { describe, expect, it } from "vitest";
import { type ClientHarness, createHarness } from "./client-harness.ts";
import { app, echo, tick } from "./shop-app.ts";

const forget = (harness: ClientHarness) =>
  harness.settle(harness.client.handle(tick, "t").forget());

describe("forgetting", () => {
  it("removes result and progress; the record stays, so that duplicates stay harmless", async () => {
    const harness = createHarness(app);
    const result = { kind: "inline", value: "x" } as const;
    await harness.record("t", "SUCCESS", { result, progress: 1, attempts: 2 });
    await forget(harness);
    expect(harness.stored("t")).toMatchObject({ state: "SUCCESS", attempts: 2 });
    expect(harness.stored("t")).not.toHaveProperty("result");
    expect(harness.stored("t")).not.toHaveProperty("progress");
    const outcome = await harness.client.handle(echo, "t").outcome();
    expect(outcome).toMatchObject({ state: "SUCCESS", resultAvailable: false });
    await expect(harness.settle(harness.client.handle(echo, "t").result())).rejects.toMatchObject({
      code: "result-expired",
    });
  });

  it("removes a failure's error, and keeps its reason", async () => {
    const harness = createHarness(app);
    const error = { name: "E", message: "secret" };
    await harness.record("t", "FAILURE", { reason: "error", error });
    await forget(harness);
    expect(JSON.stringify(harness.store.records())).not.toContain("secret");
    expect(await harness.client.handle(tick, "t").outcome()).toMatchObject({ reason: "error" });
  });

  it("removes the stored object of a large result", async () => {
    const harness = createHarness(app);
    await harness.payloads.put("results/t/1", '"x"');
    const result = { kind: "stored", key: "results/t/1", bytes: 3 } as const;
    await harness.record("t", "SUCCESS", { result });
    await forget(harness);
    expect(harness.payloads.keys()).toEqual([]);
    expect(harness.stored("t").result).toBeUndefined();
  });

  it("leaves the record to find the object by, when that could not be removed", async () => {
    const harness = createHarness(app, { faults: { payloads: () => "refuse" } });
    const result = { kind: "stored", key: "results/t/1", bytes: 3 } as const;
    await harness.record("t", "SUCCESS", { result });
    await expect(forget(harness)).rejects.toMatchObject({ code: "unreachable" });
    expect(harness.stored("t").result).toEqual(result);
  });

  it("twice is done once", async () => {
    const harness = createHarness(app);
    await harness.record("t", "REVOKED");
    await forget(harness);
    await forget(harness);
    expect(harness.stored("t").revision).toBe(2);
  });

  it("recognises its own write when the answer was lost", async () => {
    const harness = createHarness(app, {
      faults: { store: (call) => (call === "update" ? "unknown" : undefined) },
    });
    await harness.record("t", "SUCCESS", { progress: 1 });
    await forget(harness);
    expect(harness.stored("t").revision).toBe(2);
    expect(harness.stored("t")).not.toHaveProperty("progress");
  });

  it.each(["STARTED", "RETRY"] as const)("is refused for a task in %s", async (state) => {
    const harness = createHarness(app);
    await harness.record("t", state, { progress: 1 });
    await expect(forget(harness)).rejects.toMatchObject({
      code: "invalid-options",
      message: `task time.tick (t) is ${state} and has nothing to forget yet: wait for its end, or revoke it`,
    });
    expect(harness.stored("t").progress).toBe(1);
  });

  it("is refused for a task without a record", async () => {
    await expect(forget(createHarness(app))).rejects.toMatchObject({
      message: expect.stringContaining("is PENDING"),
    });
  });

  it("is refused once a redrive has started the failed task anew", async () => {
    let reads = 0;
    const harness: ClientHarness = createHarness(app, {
      ports: ({ store }) => ({
        store: {
          insert: (record) => store.insert(record),
          update: (...values) => store.update(...values),
          read: async (taskId) => {
            const record = await store.read(taskId);
            reads += 1;
            if (reads === 1) await harness.change("t", { state: "STARTED", generation: 1 });
            return record;
          },
        },
      }),
    });
    await harness.record("t", "FAILURE", { reason: "error" });
    await expect(forget(harness)).rejects.toMatchObject({ code: "invalid-options" });
    expect(harness.stored("t")).toMatchObject({ state: "STARTED", generation: 1 });
  });
});
