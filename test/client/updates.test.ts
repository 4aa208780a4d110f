import type { TaskOutcome } from "@celeriac/core";
import { describe, expect, it } from "vitest";
import { createHarness } from "./client-harness.ts";
import { app, echo, tick } from "./shop-app.ts";

const collect = (updates: AsyncIterable<TaskOutcome<unknown>>) => {
  const seen: TaskOutcome<unknown>[] = [];
  const ended = (async () => {
    for await (const update of updates) seen.push(update);
  })();
  return { seen, ended };
};

describe("updates", () => {
  it("tell each change of state, attempts, progress and revoke request once, and end with the end", async () => {
    const harness = createHarness(app);
    const { clock } = harness;
    const { seen, ended } = collect(harness.client.handle(echo, "t").updates());
    await clock.advance(5000);
    await harness.record("t", "STARTED", { attempts: 1 });
    await clock.advance(5000);
    await harness.change("t", { leaseUntil: 99 });
    await clock.advance(5000);
    await harness.change("t", { progress: { done: 1 } });
    await clock.advance(5000);
    await harness.change("t", { revokeRequested: true });
    await clock.advance(5000);
    await harness.change("t", { state: "SUCCESS", result: { kind: "inline", value: "x" } });
    await harness.settle(ended);
    expect(
      seen.map(({ state, progress, revokeRequested }) => [state, progress, revokeRequested]),
    ).toEqual([
      ["PENDING", undefined, false],
      ["STARTED", undefined, false],
      ["STARTED", { done: 1 }, false],
      ["STARTED", { done: 1 }, true],
      ["SUCCESS", { done: 1 }, true],
    ]);
    expect(seen.at(-1)).toMatchObject({ result: "x" });
    expect(clock.pending).toBe(0);
  });

  it("end with a failure without throwing it", async () => {
    const harness = createHarness(app);
    await harness.record("t", "FAILURE", { reason: "error" });
    const { seen, ended } = collect(harness.client.handle(tick, "t").updates());
    await harness.settle(ended);
    expect(seen.map(({ state }) => state)).toEqual(["FAILURE"]);
  });

  it("throw at the timeout, counted from the first one that is asked for", async () => {
    const harness = createHarness(app);
    const updates = harness.client.handle(tick, "t").updates({ timeout: "3s" });
    await harness.clock.advance(10_000);
    const { seen, ended } = collect(updates);
    await expect(harness.settle(ended)).rejects.toMatchObject({ code: "result-timeout" });
    expect(seen.map(({ state }) => state)).toEqual(["PENDING"]);
    expect(harness.clock.monotonic()).toBe(13_000);
  });

  it("throw the reason of their signal", async () => {
    const harness = createHarness(app);
    const controller = new AbortController();
    const { ended } = collect(harness.client.handle(tick, "t").updates(controller));
    const thrown = expect(ended).rejects.toThrow("gone");
    await harness.clock.advance(1000);
    controller.abort(new Error("gone"));
    await thrown;
  });

  it("stop polling when the loop is left", async () => {
    const harness = createHarness(app);
    const left = (async () => {
      for await (const update of harness.client.handle(tick, "t").updates()) return update.state;
      return "ended";
    })();
    expect(await harness.settle(left)).toBe("PENDING");
    expect(harness.clock.pending).toBe(0);
  });

  it("stop when they are returned while one is awaited", async () => {
    const harness = createHarness(app);
    const updates = harness.client.handle(tick, "t").updates();
    await harness.settle(updates.next());
    const waiting = updates.next();
    await harness.clock.turn();
    await updates.return?.();
    expect(await waiting).toEqual({ done: true, value: undefined });
    expect(await updates.next()).toEqual({ done: true, value: undefined });
    expect(harness.clock.pending).toBe(0);
  });
});
