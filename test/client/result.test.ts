import { CeleriacError } from "@celeriac/core";
import { describe, expect, it } from "vitest";
import { type ClientHarness, createHarness } from "./client-harness.ts";
import { add, app, echo, tick, untracked } from "./shop-app.ts";

const inline = (value: unknown) => ({ kind: "inline", value }) as { kind: "inline"; value: never };

const thrown = async (
  harness: ClientHarness,
  promise: Promise<unknown>,
): Promise<CeleriacError> => {
  try {
    await harness.settle(promise);
  } catch (error) {
    if (CeleriacError.is(error)) return error;
    throw error;
  }
  throw new Error("it did not throw");
};

describe("a result", () => {
  it("is waited for, and parsed by the output schema", async () => {
    const harness = createHarness(app);
    const { clock } = harness;
    const waiting = harness.client.handle(add, "t").result();
    await clock.advance(10_000);
    await harness.record("t", "STARTED");
    await clock.advance(10_000);
    await harness.change("t", { state: "SUCCESS", result: inline({ sum: 3 }) });
    expect(await harness.settle(waiting)).toEqual({ sum: "=3" });
  });

  it("is read for after about 5 ms, then in growing pauses of a second at most", async () => {
    const reads: number[] = [];
    const harness = createHarness(app, {
      faults: {
        store: () => {
          reads.push(harness.clock.monotonic());
          return undefined;
        },
      },
    });
    await thrown(harness, harness.client.handle(tick, "t").result({ timeout: "20s" }));
    const pauses = reads.map((at, index) => at - (reads[index - 1] ?? 0));
    expect(pauses[0]).toBeGreaterThanOrEqual(4);
    expect(pauses[0]).toBeLessThanOrEqual(5);
    for (const [index, pause] of pauses.slice(0, -1).entries()) {
      const whole = Math.min(5 * 1.5 ** index, 1000);
      expect(pause).toBeLessThanOrEqual(Math.ceil(whole));
      expect(pause).toBeGreaterThanOrEqual(whole * 0.8);
    }
    expect(new Set(pauses.slice(20, -1)).size).toBeGreaterThan(1);
    expect(reads.at(-1)).toBe(20_000);
  });

  it("is not missed when it came in the last pause before the timeout", async () => {
    const harness = createHarness(app);
    const waiting = harness.client.handle(echo, "t").result({ timeout: "10s" });
    await harness.clock.advance(9999);
    await harness.record("t", "SUCCESS", { result: inline("just in time") });
    expect(await harness.settle(waiting)).toBe("just in time");
  });

  it("is read once with no time at all", async () => {
    const harness = createHarness(app);
    await harness.record("t", "SUCCESS", { result: inline("x") });
    const waiting = harness.client.handle(echo, "t").result({ timeout: "0s" });
    expect(await harness.settle(waiting)).toBe("x");
    expect(harness.clock.monotonic()).toBe(0);
  });

  it("leaves no timer behind", async () => {
    const harness = createHarness(app);
    await harness.record("t", "SUCCESS", { result: inline("x") });
    await harness.settle(harness.client.handle(echo, "t").result());
    expect(harness.clock.pending).toBe(0);
  });
});

describe("a task without a result", () => {
  it("throws its failure, with the error as the cause", async () => {
    const harness = createHarness(app);
    const cause = { name: "ConnectionError", message: "refused", code: "ECONNREFUSED" };
    const error = { name: "TypeError", message: "boom", stack: "TypeError: boom\n  at f", cause };
    await harness.record("t", "FAILURE", { reason: "error", attempts: 4, error });
    const failure = await thrown(harness, harness.client.handle(tick, "t").result());
    expect(failure).toMatchObject({
      code: "task-failed",
      retryable: false,
      message: "task time.tick (t) failed after 4 attempts (error): TypeError: boom",
      details: { taskId: "t", reason: "error", attempts: 4, error },
    });
    expect(failure.cause).toBeInstanceOf(Error);
    expect(failure.cause).toMatchObject({ name: "TypeError", message: "boom", stack: error.stack });
    expect((failure.cause as Error).cause).toMatchObject(cause);
  });

  it("throws a failure whose error has expired", async () => {
    const harness = createHarness(app);
    await harness.record("t", "FAILURE", { reason: "error", attempts: 1, resultExpiresAt: 1 });
    const failure = await thrown(harness, harness.client.handle(tick, "t").result());
    expect(failure.message).toBe(
      "task time.tick (t) failed after 1 attempt (error): its error is kept no more",
    );
    expect(failure.cause).toBeUndefined();
  });

  it.each([
    ["REVOKED", "task-revoked", "was revoked"],
    ["EXPIRED", "task-expired", "was not started before it expired"],
  ] as const)("throws that it is %s", async (state, code, message) => {
    const harness = createHarness(app);
    await harness.record("t", state);
    expect(await thrown(harness, harness.client.handle(tick, "t").result())).toMatchObject({
      code,
      message: `task time.tick (t) ${message}`,
      details: { taskId: "t" },
    });
  });

  it("throws that the result has expired", async () => {
    const harness = createHarness(app);
    await harness.record("t", "SUCCESS", { result: inline("x"), resultExpiresAt: 1 });
    expect(await thrown(harness, harness.client.handle(echo, "t").result())).toMatchObject({
      code: "result-expired",
    });
  });

  it("of a redrive is waited for past the failure before it", async () => {
    const harness = createHarness(app);
    await harness.record("t", "FAILURE", { reason: "error" });
    const handle = harness.client.handle(echo, "t");
    const waiting = handle.result({ generation: 1 });
    expect(await thrown(harness, handle.result())).toMatchObject({ code: "task-failed" });
    await harness.clock.advance(10_000);
    await harness.change("t", { state: "SUCCESS", generation: 1, result: inline("again") });
    expect(await harness.settle(waiting)).toBe("again");
  });

  it("of a redrive that will not come is that of a task which was revoked since", async () => {
    const harness = createHarness(app);
    await harness.record("t", "REVOKED");
    const waiting = harness.client.handle(echo, "t").result({ generation: 1 });
    expect(await thrown(harness, waiting)).toMatchObject({ code: "task-revoked" });
  });

  it.each([-1, 0.5, "1"])("is not waited for with the generation %o", async (generation) => {
    const harness = createHarness(app);
    const waiting = harness.client.handle(echo, "t").result({ generation: generation as number });
    await expect(waiting).rejects.toMatchObject({
      code: "invalid-options",
      message: expect.stringContaining("expected a whole number from 0 on"),
    });
  });

  it("throws at once for a task that keeps none", async () => {
    const harness = createHarness(app);
    const handle = await harness.client.enqueue(untracked, "x");
    await expect(handle.result()).rejects.toMatchObject({
      code: "invalid-options",
      message: expect.stringContaining("keeps no result (ignoreResult)"),
    });
    expect(() => handle.updates()).toThrow(/keeps no result/);
  });
});

describe("waiting", () => {
  it.each([
    [undefined, "it is PENDING, no attempt has started"],
    ["STARTED", "it is STARTED at attempt 2, asked to stop"],
  ] as const)("ends at the timeout with how far the task had come: %s", async (state, soFar) => {
    const harness = createHarness(app);
    if (state !== undefined) {
      await harness.record("t", state, { attempts: 2, revokeRequested: true });
    }
    const failure = await thrown(
      harness,
      harness.client.handle(tick, "t").result({ timeout: "3s" }),
    );
    expect(failure).toMatchObject({
      code: "result-timeout",
      details: { taskId: "t", state: state ?? "PENDING", timeoutMs: 3000 },
    });
    expect(failure.message).toContain(`has not ended within 3000 ms: ${soFar}`);
    expect(harness.clock.monotonic()).toBe(3000);
  });

  it("lasts five minutes unless told otherwise", async () => {
    const harness = createHarness(app);
    await thrown(harness, harness.client.handle(tick, "t").result());
    expect(harness.clock.monotonic()).toBe(300_000);
  });

  it("goes on through reads that fail and may be repeated", async () => {
    const harness = createHarness(app, {
      faults: { store: (_call, index) => (index < 12 ? "refuse" : undefined) },
    });
    await harness.store.insert({
      ...(await recordOf(harness)),
      state: "SUCCESS",
      result: inline("x"),
    });
    expect(await harness.settle(harness.client.handle(echo, "t").result())).toBe("x");
  });

  it("tells the last read's error at the timeout", async () => {
    const harness = createHarness(app, { faults: { store: () => "refuse" } });
    const failure = await thrown(
      harness,
      harness.client.handle(tick, "t").result({ timeout: "1s" }),
    );
    expect(failure.code).toBe("result-timeout");
    expect(failure.message).toContain("its record could not be read; the last read failed: ");
    expect(failure.cause).toMatchObject({ code: "unreachable" });
  });

  it("ends at once for a read that is not worth repeating", async () => {
    const denied = new CeleriacError("access-denied", "no");
    const harness = createHarness(app, {
      ports: ({ store }) => ({
        store: {
          insert: (record) => store.insert(record),
          update: (...values) => store.update(...values),
          read: () => Promise.reject(denied),
        },
      }),
    });
    expect(await thrown(harness, harness.client.handle(tick, "t").result())).toBe(denied);
  });

  it("does not hang on a read that never answers", async () => {
    const harness = createHarness(app, { faults: { store: () => "hang" } });
    const failure = await thrown(
      harness,
      harness.client.handle(tick, "t").result({ timeout: "3s" }),
    );
    expect(failure.code).toBe("result-timeout");
    expect(harness.clock.monotonic()).toBe(4000);
  });

  it("ends with the reason of its signal, even within a read", async () => {
    for (const fault of ["hang", undefined] as const) {
      const harness = createHarness(app, { faults: { store: () => fault } });
      const controller = new AbortController();
      const reason = new Error("the browser has left");
      const waiting = harness.client.handle(tick, "t").result({ signal: controller.signal });
      const ended = expect(waiting).rejects.toBe(reason);
      await harness.clock.advance(100);
      controller.abort(reason);
      await ended;
      expect(harness.clock.pending).toBe(0);
    }
  });

  it("ends with the reason of its signal within the last read, too", async () => {
    const harness = createHarness(app, { faults: { store: () => "hang" } });
    const controller = new AbortController();
    const { signal } = controller;
    const waiting = harness.client.handle(tick, "t").result({ timeout: "3s", signal });
    const ended = expect(waiting).rejects.toThrow("gone");
    await harness.clock.advance(3500);
    controller.abort(new Error("gone"));
    await ended;
  });

  it("does not begin under a signal that was aborted before", async () => {
    let reads = 0;
    const harness = createHarness(app, {
      faults: {
        store: () => {
          reads += 1;
          return undefined;
        },
      },
    });
    const signal = AbortSignal.abort(new Error("gone"));
    await expect(harness.client.handle(tick, "t").result({ signal })).rejects.toThrow("gone");
    expect(reads).toBe(0);
  });

  it.each([
    [{ timeuot: "1s" }, /result has no option "timeuot"; did you mean "timeout"\?/],
    [{ timeout: 5 }, /timeout is 5: expected a duration/],
    [{ signal: {} }, /signal is an object: expected an AbortSignal/],
  ])("refuses the options %o", async (options, message) => {
    const { client } = createHarness(app);
    await expect(client.handle(tick, "t").result(options as object)).rejects.toThrow(message);
    expect(() => client.handle(tick, "t").updates({ timeout: "x" as "1s" })).toThrow(/timeout/);
  });
});

async function recordOf(harness: ClientHarness) {
  const blank = createHarness(app);
  await blank.record("t", "STARTED");
  return { ...blank.stored("t"), updatedAt: harness.clock.now() };
}
