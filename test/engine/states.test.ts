import {
  CeleriacError,
  decodeEnvelope,
  defineApp,
  defineTask,
  fargate,
  lambda,
  MAX_GENERATION,
  RejectError,
  RetryError,
  SnoozeError,
  type TaskContext,
} from "@celeriac/core";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createHarness } from "./engine-harness.ts";

const double = defineTask({
  name: "double",
  input: z.object({ n: z.number() }),
  output: z.number(),
  run: ({ n }) => n * 2,
});
let behaviour: (context: TaskContext) => unknown = () => undefined;
const flexible = defineTask({
  name: "flexible",
  retry: { maxRetries: 2, backoff: "10s", jitter: "none" },
  run: async (_input: undefined, context) => behaviour(context),
});
const wrong = defineTask({
  name: "wrong",
  output: z.object({ url: z.string() }),
  run: () => ({ url: 1 }) as unknown as { url: string },
});
const app = defineApp({
  name: "engine",
  tasks: [double, flexible, wrong],
  queues: { default: fargate({ lease: "30s" }), fn: lambda({ timeout: "60s" }) },
});

const setup = (run?: (context: TaskContext) => unknown) => {
  behaviour = run ?? (() => undefined);
  return createHarness(app);
};
const fail = (): never => {
  throw new TypeError("no");
};

describe("a delivery ends in exactly one recorded state", () => {
  it("SUCCESS, with the returned value, in two writes", async () => {
    const h = setup();
    const envelope = h.envelope("double", { input: { kind: "inline", value: { n: 21 } } });
    expect(await h.run("default", envelope)).toMatchObject({
      acknowledge: true,
      result: "succeeded",
    });
    expect(h.record(envelope.taskId)).toMatchObject({
      state: "SUCCESS",
      result: { kind: "inline", value: 42 },
      attempts: 1,
      revision: 2,
      host: "host-1",
    });
    expect(h.queues.depth("default")).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
  });

  it("RETRY after an error, at the backoff, and FAILURE with a dead letter when no attempt is left", async () => {
    const h = setup(fail);
    const envelope = h.envelope("flexible");
    expect(await h.run("default", envelope)).toMatchObject({
      acknowledge: false,
      result: "retried",
    });
    expect(h.record(envelope.taskId)).toMatchObject({
      state: "RETRY",
      nextAttemptAt: h.clock.now() + 10_000,
      error: { name: "TypeError", message: "no" },
    });
    await h.clock.advance(9999);
    expect(h.queues.depth("default").visible).toBe(0);
    await h.clock.advance(1);
    expect((await h.next("default")).result).toBe("retried");
    await h.clock.advance(20_000);
    expect((await h.next("default")).result).toBe("failed");
    expect(h.record(envelope.taskId)).toMatchObject({
      state: "FAILURE",
      reason: "error",
      attempts: 3,
      deadLetteredGeneration: 1,
    });
    const [copy] = h.queues.peek("default-dlq");
    expect(copy?.attributes).toEqual({
      "celeriac-reason": "error",
      "celeriac-error": "TypeError: no",
    });
    expect(decodeEnvelope(copy?.body ?? "")).toMatchObject({ envelope: { generation: 1 } });
  });

  it("FAILURE rejected at once, whatever the policy", async () => {
    const h = setup(() => {
      throw new RejectError("never");
    });
    const envelope = h.envelope("flexible");
    expect((await h.run("default", envelope)).result).toBe("failed");
    expect(h.record(envelope.taskId)).toMatchObject({ reason: "rejected", attempts: 1 });
  });

  it("RETRY after the delay that a RetryError asks for", async () => {
    const h = setup(() => {
      throw new RetryError({ delay: "3m" });
    });
    const envelope = h.envelope("flexible");
    await h.run("default", envelope);
    expect(h.record(envelope.taskId).nextAttemptAt).toBe(h.clock.now() + 180_000);
  });

  it("a retry without a wait comes back after a second: 0 would be a hot loop", async () => {
    const h = setup(() => {
      throw new RetryError({ delay: "0s" });
    });
    await h.run("default", h.envelope("flexible"));
    expect(h.queues.depth("default")).toEqual({ visible: 0, inFlight: 1, delayed: 0 });
    await h.clock.advance(1000);
    expect(h.queues.depth("default").visible).toBe(1);
  });

  it("the dead letter carries neither eta nor expiry: a redriven task would expire at once", async () => {
    const h = setup(() => {
      throw new RejectError("never");
    });
    const now = h.clock.now();
    await h.run("default", h.envelope("flexible", { eta: now, expires: now + 1000, tenant: "t" }));
    const [copy] = h.queues.peek("default-dlq");
    const decoded = decodeEnvelope(copy?.body ?? "");
    const kept = decoded.kind === "envelope" ? decoded.envelope : undefined;
    expect([kept?.tenant, kept?.eta, kept?.expires]).toEqual(["t", undefined, undefined]);
  });

  it("a failure in the last generation there is lies in the dead-letter queue as it came", async () => {
    const h = setup(() => {
      throw new RejectError("never");
    });
    const envelope = h.envelope("flexible", { generation: MAX_GENERATION });
    expect(await h.run("default", envelope)).toMatchObject({ acknowledge: true, result: "failed" });
    const [copy] = h.queues.peek("default-dlq");
    expect(decodeEnvelope(copy?.body ?? "")).toMatchObject({ envelope });
    expect(copy?.attributes?.["celeriac-reason"]).toBe("rejected");
  });

  it("a snooze is not an attempt that counts", async () => {
    let times = 0;
    const h = setup(() => {
      times += 1;
      if (times <= 5) throw new SnoozeError({ delay: "1m" });
      if (times <= 7) throw new TypeError("no");
      return "done";
    });
    const envelope = h.envelope("flexible");
    expect((await h.run("default", envelope)).result).toBe("snoozed");
    for (let round = 0; round < 4; round += 1) {
      await h.clock.advance(60_000);
      expect((await h.next("default")).result).toBe("snoozed");
    }
    for (let round = 0; round < 2; round += 1) {
      await h.clock.advance(60_000);
      expect((await h.next("default")).result).toBe("retried");
    }
    await h.clock.advance(60_000);
    expect((await h.next("default")).result).toBe("succeeded");
    expect(h.record(envelope.taskId)).toMatchObject({ attempts: 8, excused: 5 });
  });

  it("EXPIRED when it is too late, without a run", async () => {
    const h = setup(fail);
    const envelope = h.envelope("flexible", { expires: h.clock.now() + 5000 });
    await h.send("default", envelope);
    await h.clock.advance(5001);
    expect(await h.next("default")).toMatchObject({ acknowledge: true, result: "expired" });
    expect(h.record(envelope.taskId)).toMatchObject({ state: "EXPIRED", attempts: 0 });
  });

  it("FAILURE invalid-input for what the schema refuses, naming the path and not the value", async () => {
    const h = setup();
    const envelope = h.envelope("double", { input: { kind: "inline", value: { n: "secret" } } });
    expect((await h.run("default", envelope)).result).toBe("failed");
    const { reason, error } = h.record(envelope.taskId);
    expect(reason).toBe("invalid-input");
    expect(error?.message).toMatch(/^the input of double was refused by its schema: n: /);
    expect(error?.message).not.toContain("secret");
  });

  it("FAILURE invalid-output for what the output schema refuses", async () => {
    const h = setup();
    const envelope = h.envelope("wrong");
    expect((await h.run("default", envelope)).result).toBe("failed");
    expect(h.record(envelope.taskId)).toMatchObject({ reason: "invalid-output", attempts: 1 });
  });

  it("FAILURE invalid-output for what JSON cannot carry", async () => {
    const h = setup(() => ({ big: 1n }));
    const envelope = h.envelope("flexible");
    expect((await h.run("default", envelope)).result).toBe("failed");
    const { reason, error } = h.record(envelope.taskId);
    expect([reason, error?.code]).toEqual(["invalid-output", "not-serialisable"]);
  });

  it("a large result lies in the payload store, under its owner's token", async () => {
    const text = "x".repeat(40_000);
    const h = setup(() => text);
    const envelope = h.envelope("flexible");
    expect((await h.run("default", envelope)).result).toBe("succeeded");
    const { result, owner } = h.record(envelope.taskId);
    expect(result).toMatchObject({ kind: "stored", bytes: 40_002 });
    expect(result).toMatchObject({ key: `results/${envelope.taskId}/${owner}` });
    const key = result?.kind === "stored" ? result.key : "";
    expect(await h.payloads.get(key)).toBe(JSON.stringify(text));
  });

  it("an unknown task is put back during the grace, then fails as unknown-task", async () => {
    const h = setup();
    const envelope = h.envelope("nobody.knows");
    expect((await h.run("default", envelope)).result).toBe("put-back");
    expect(h.store.records()).toEqual([]);
    await h.clock.advance(15 * 60_000);
    expect((await h.next("default")).result).toBe("failed");
    expect(h.record(envelope.taskId)).toMatchObject({ state: "FAILURE", reason: "unknown-task" });
    expect(h.queues.depth("default-dlq").visible).toBe(1);
  });

  it("what is no envelope goes to the dead-letter queue as it is", async () => {
    const h = setup();
    await h.queues.send("default", { body: "{ not json" });
    expect(await h.next("default")).toEqual({ acknowledge: true, result: "dead-lettered" });
    const [copy] = h.queues.peek("default-dlq");
    expect([copy?.body, copy?.attributes?.["celeriac-reason"]]).toEqual([
      "{ not json",
      "undecodable",
    ]);
  });

  it("a newer envelope version is put back for newer code", async () => {
    const h = setup();
    await h.queues.send("default", { body: JSON.stringify({ v: 2, anything: true }) });
    expect(await h.next("default")).toMatchObject({ acknowledge: false, result: "put-back" });
  });
});

describe("time limits end what runs too long", () => {
  const limited = defineTask({
    name: "limited",
    softTimeLimit: "2s",
    timeLimit: "5s",
    retry: { maxRetries: 0 },
    run: async (_input: undefined, context) => behaviour(context),
  });
  const limitedApp = defineApp({
    name: "limits",
    tasks: [limited],
    queues: { default: fargate(), fn: lambda({ timeout: "10s" }) },
  });

  it("the soft limit aborts the signal, and the handler may still succeed", async () => {
    behaviour = ({ signal }) =>
      new Promise((resolve) => {
        signal.addEventListener("abort", () => resolve(CeleriacError.is(signal.reason)));
      });
    const h = createHarness(limitedApp);
    const envelope = h.envelope("limited");
    const before = h.clock.now();
    expect((await h.run("default", envelope)).result).toBe("succeeded");
    expect(h.clock.now() - before).toBe(2000);
  });

  it("the hard limit ends an attempt whose handler listens to nothing", async () => {
    behaviour = () => new Promise(() => undefined);
    const h = createHarness(limitedApp);
    const envelope = h.envelope("limited");
    const before = h.clock.now();
    expect((await h.run("default", envelope)).result).toBe("failed");
    expect(h.clock.now() - before).toBe(5000);
    expect(h.record(envelope.taskId)).toMatchObject({ state: "FAILURE", reason: "time-limit" });
  });

  it("Lambda's own deadline is a limit too, with time left to record", async () => {
    const h = setup(() => new Promise(() => undefined));
    const ends = h.clock.now() + 59_000;
    const host = { remainingMs: () => ends - h.clock.now() };
    expect((await h.run("fn", h.envelope("flexible"), host)).result).toBe("retried");
    expect(h.clock.now()).toBe(ends - 1000);
  });
});

describe("the gate holds what may not start yet", () => {
  it("before its eta, a message is put back for the rest", async () => {
    const h = setup(() => "ran");
    const envelope = h.envelope("flexible", { eta: h.clock.now() + 90_500 });
    expect((await h.run("default", envelope)).result).toBe("put-back");
    await h.clock.advance(90_999);
    expect(h.queues.depth("default").visible).toBe(0);
    await h.clock.advance(1);
    expect((await h.next("default")).result).toBe("succeeded");
    expect(h.record(envelope.taskId).startedAt).toBeGreaterThanOrEqual(envelope.eta ?? 0);
  });

  it("eta and expiry do not hold a redriven task", async () => {
    const h = setup(() => "ran");
    const past = h.clock.now() - 1000;
    const envelope = h.envelope("flexible", { generation: 1, expires: past, eta: past + 1e6 });
    expect((await h.run("default", envelope)).result).toBe("succeeded");
  });

  it("a Lambda that is short of time starts nothing", async () => {
    const h = setup(() => "ran");
    const envelope = h.envelope("flexible");
    const outcome = await h.run("fn", envelope, { remainingMs: () => 9000 });
    expect(outcome).toMatchObject({ acknowledge: false, result: "put-back" });
    expect(h.store.records()).toEqual([]);
  });
});

describe("a message near SQS's own limits is sent anew first", () => {
  const receiveOften = async (h: ReturnType<typeof setup>, times: number): Promise<void> => {
    for (let n = 0; n < times; n += 1) {
      const message = await h.receive("default");
      await h.queues.changeVisibility("default", message.receiptHandle, 0);
    }
  };

  it("at the 49th receive, before anything else", async () => {
    const h = setup(fail);
    const envelope = h.envelope("flexible");
    await h.send("default", envelope);
    await receiveOften(h, 48);
    expect(await h.next("default")).toMatchObject({ acknowledge: true, result: "renewed" });
    expect(h.store.records()).toEqual([]);
    expect(h.queues.peek("default")).toMatchObject([{ receiveCount: 0 }]);
  });

  it("instead of a put back at the 48th", async () => {
    const h = setup(fail);
    await h.send("default", h.envelope("flexible"));
    await receiveOften(h, 47);
    expect(await h.next("default")).toMatchObject({ acknowledge: true, result: "renewed" });
    expect(h.queues.depth("default")).toEqual({ visible: 0, inFlight: 0, delayed: 1 });
    expect(h.queues.depth("default-dlq").visible).toBe(0);
  });

  it("older than 60 % of the retention", async () => {
    const h = setup(() => "ran");
    const envelope = h.envelope("flexible");
    await h.send("default", envelope);
    await h.clock.advance(7 * 86_400_000 * 0.6 + 1);
    expect((await h.next("default")).result).toBe("renewed");
    expect((await h.next("default")).result).toBe("succeeded");
  });
});
