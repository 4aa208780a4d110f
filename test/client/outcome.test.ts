import { describe, expect, it } from "vitest";
import { createHarness } from "./client-harness.ts";
import { add, app, echo, tick, untracked } from "./shop-app.ts";

const inline = (value: number | string | object) =>
  ({ kind: "inline", value }) as { kind: "inline"; value: never };

describe("a summary", () => {
  it("is of any task by its id alone, and there is none before a record is", async () => {
    const harness = createHarness(app);
    await harness.record("t", "STARTED", { attempts: 2, host: "worker-7" });
    const summary = await harness.client.summary("t");
    expect(summary).toEqual(await harness.client.handle(tick, "t").outcome());
    expect(await harness.client.summary("nobodys")).toBeUndefined();
    await expect(harness.client.summary("no id")).rejects.toThrow(/taskId is "no id"/);
  });
});

describe("an outcome", () => {
  it("is PENDING without a record, with what its sender knows", async () => {
    const harness = createHarness(app);
    const sent = await harness.client.enqueue(tick, undefined, { queue: "video" });
    expect(await sent.outcome()).toMatchObject({
      state: "PENDING",
      taskId: sent.taskId,
      task: "time.tick",
      attempts: 0,
      queue: "video",
      enqueuedAt: harness.clock.now(),
    });
    expect(await harness.client.handle(tick, "nobodys").outcome()).toMatchObject({
      state: "PENDING",
      queue: undefined,
    });
  });

  it("is one read, and no call before it is asked for", async () => {
    const calls: string[] = [];
    const harness = createHarness(app, {
      faults: {
        store: (call) => {
          calls.push(call);
          return undefined;
        },
      },
    });
    const handle = harness.client.handle(tick, "t");
    expect(calls).toEqual([]);
    await handle.outcome();
    expect(calls).toEqual(["read"]);
  });

  it("shows a running task: attempt, host, progress, times, a request to stop", async () => {
    const harness = createHarness(app);
    const fields = {
      attempts: 2,
      host: "worker-7",
      progress: { done: 3 },
      startedAt: 5,
      revokeRequested: true,
    };
    await harness.record("t", "STARTED", { ...fields, error: { name: "Old", message: "" } });
    const outcome = await harness.client.handle(tick, "t").outcome();
    expect(outcome).toMatchObject({ state: "STARTED", generation: 0, ...fields });
    expect(outcome.lastError).toBeUndefined();
  });

  it("shows what a task waits for in RETRY", async () => {
    const harness = createHarness(app);
    const error = { name: "Timeout", message: "too slow" };
    await harness.record("t", "RETRY", { error, nextAttemptAt: 99 });
    expect(await harness.client.handle(tick, "t").outcome()).toMatchObject({
      state: "RETRY",
      lastError: error,
      nextAttemptAt: 99,
    });
  });

  it("parses the result once, by the output schema", async () => {
    const harness = createHarness(app);
    await harness.record("t", "SUCCESS", { result: inline({ sum: 3 }) });
    expect(await harness.client.handle(add, "t").outcome()).toMatchObject({
      state: "SUCCESS",
      result: { sum: "=3" },
      resultAvailable: true,
    });
  });

  it("has an undefined result where the task returned none", async () => {
    const harness = createHarness(app);
    await harness.record("t", "SUCCESS", { resultExpiresAt: harness.clock.now() + 1 });
    expect(await harness.client.handle(tick, "t").outcome()).toMatchObject({
      state: "SUCCESS",
      result: undefined,
      resultAvailable: true,
    });
  });

  it("fetches a large result from the payload store", async () => {
    const harness = createHarness(app);
    await harness.payloads.put("results/t/1", '{"sum":7}');
    await harness.record("t", "SUCCESS", {
      result: { kind: "stored", key: "results/t/1", bytes: 9 },
    });
    expect(await harness.client.handle(add, "t").outcome()).toMatchObject({
      result: { sum: "=7" },
    });
  });

  it("has no result any more once that has expired, whether or not it still lies there", async () => {
    const harness = createHarness(app);
    const resultExpiresAt = harness.clock.now() + 1000;
    await harness.record("t", "SUCCESS", { result: inline("x"), resultExpiresAt });
    const handle = harness.client.handle(echo, "t");
    await harness.clock.advance(999);
    expect(await handle.outcome()).toMatchObject({ result: "x", resultAvailable: true });
    await harness.clock.advance(1);
    expect(await handle.outcome()).toMatchObject({ result: undefined, resultAvailable: false });
  });

  it("has no result when its object is gone", async () => {
    const harness = createHarness(app);
    await harness.record("t", "SUCCESS", { result: { kind: "stored", key: "gone", bytes: 9 } });
    expect(await harness.client.handle(echo, "t").outcome()).toMatchObject({
      resultAvailable: false,
    });
  });

  it("tells a failure's reason, and its error until that expires", async () => {
    const harness = createHarness(app);
    const error = { name: "TypeError", message: "boom" };
    const resultExpiresAt = harness.clock.now() + 1000;
    await harness.record("t", "FAILURE", { reason: "rejected", error, resultExpiresAt });
    const handle = harness.client.handle(tick, "t");
    expect(await handle.outcome()).toMatchObject({ state: "FAILURE", reason: "rejected", error });
    await harness.clock.advance(1000);
    expect(await handle.outcome()).toMatchObject({ reason: "rejected", error: undefined });
  });

  it("says so when the stored result is not what the output schema takes", async () => {
    const harness = createHarness(app);
    await harness.record("t", "SUCCESS", { result: inline({ sum: "secret" }) });
    await expect(harness.client.handle(add, "t").outcome()).rejects.toMatchObject({
      code: "invalid-output",
      message: expect.not.stringContaining("secret"),
    });
  });

  it("says so when the stored result is not JSON", async () => {
    const harness = createHarness(app);
    await harness.payloads.put("k", "{");
    await harness.record("t", "SUCCESS", { result: { kind: "stored", key: "k", bytes: 1 } });
    await expect(harness.client.handle(echo, "t").outcome()).rejects.toMatchObject({
      code: "invalid-output",
      message: expect.stringContaining("is not JSON"),
    });
  });

  it("is known of a task that keeps no result, too: its failures are recorded", async () => {
    const harness = createHarness(app);
    await harness.record("t", "FAILURE", { reason: "error" });
    expect(await harness.client.handle(untracked, "t").outcome()).toMatchObject({
      state: "FAILURE",
    });
  });
});

describe("a handle", () => {
  it("is refused for a task that the app does not have, and for what cannot be an id", () => {
    const { client } = createHarness(app);
    expect(() => client.handle({ ...tick, name: "time.tock" } as never, "t")).toThrow(
      /no task "time\.tock"/,
    );
    expect(() => client.handle(tick, "")).toThrow(/taskId is ""/);
  });

  it("shows nothing of its client when it is printed", () => {
    const { client } = createHarness(app);
    expect(Object.keys(client.handle(tick, "t"))).toEqual(["taskId", "joined"]);
  });
});
