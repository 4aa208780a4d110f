import { CeleriacError, type EnqueueOutcome } from "@celeriac/core";
import { describe, expect, it } from "vitest";
import { createHarness } from "./client-harness.ts";
import { add, app, echo, slow, tick } from "./shop-app.ts";

const codes = (outcomes: readonly EnqueueOutcome<unknown>[]): string[] =>
  outcomes.map((outcome) => (outcome.ok ? "ok" : outcome.error.code));

describe("many enqueues", () => {
  it("answer an outcome for each of 10,000 items, in order, each with its own handle", async () => {
    const harness = createHarness(app);
    const inputs = Array.from({ length: 10_000 }, (_, index) => index);
    const outcomes = await harness.client.enqueueMany(echo, inputs);
    const ids = outcomes.map((outcome) => (outcome.ok ? outcome.handle.taskId : ""));
    expect(new Set(ids).size).toBe(10_000);
    const sent = new Map(harness.envelopes().map(({ taskId, input }) => [taskId, input]));
    expect(ids.map((id) => sent.get(id))).toEqual(
      inputs.map((value) => ({ kind: "inline", value })),
    );
  });

  it("keep the order when answers come in another", async () => {
    const harness = createHarness(app, {
      ports: ({ sender, clock }) => ({
        sender: {
          send: async (queue, message) => {
            const place = Number(/"d":(\d+)/.exec(message.body)?.[1]);
            await clock.sleep(100 - place);
            return sender.send(queue, message);
          },
        },
      }),
    });
    const inputs = Array.from({ length: 50 }, (_, index) => index);
    const outcomes = await harness.settle(harness.client.enqueueMany(echo, inputs));
    const placeOf = new Map(harness.envelopes().map(({ taskId, input }) => [taskId, input]));
    expect(outcomes.map((outcome) => outcome.ok && placeOf.get(outcome.handle.taskId))).toEqual(
      inputs.map((value) => ({ kind: "inline", value })),
    );
    expect(harness.envelopes()[0]?.input).toEqual({ kind: "inline", value: 49 });
  });

  it("have a refused item as its own outcome, and send the others", async () => {
    const harness = createHarness(app);
    const outcomes = await harness.client.enqueueMany(add, [
      { a: "1" },
      { a: "two" },
      { a: "3" },
      undefined as unknown as { a: string },
    ]);
    expect(codes(outcomes)).toEqual(["ok", "invalid-input", "ok", "invalid-input"]);
    expect(harness.envelopes()).toHaveLength(2);
  });

  it("do so for asynchronous schemas, too", async () => {
    const harness = createHarness(app);
    const outcomes = await harness.client.enqueueMany(slow, ["a", "refused", "b"]);
    expect(codes(outcomes)).toEqual(["ok", "invalid-input", "ok"]);
    expect(outcomes[1]).toMatchObject({ taskId: expect.any(String) });
  });

  it("say for each what AWS did not take, with the id to repeat it with", async () => {
    const harness = createHarness(app, {
      faults: { sender: (_call, index) => (index % 2 === 1 ? "unknown" : undefined) },
    });
    const outcomes = await harness.client.enqueueMany(echo, [0, 1, 2, 3]);
    expect(codes(outcomes)).toEqual(["ok", "unreachable", "ok", "unreachable"]);
    const [, failed] = outcomes;
    if (failed?.ok !== false) throw new Error("it was sent");
    expect(failed.error.details["taskId"]).toBe(failed.taskId);
  });

  it("answer even for a port that throws", async () => {
    const harness = createHarness(app, {
      ports: () => ({ sender: { send: () => Promise.reject(new Error("bug")) } }),
    });
    expect(codes(await harness.client.enqueueMany(echo, [1, 2]))).toEqual([
      "service-error",
      "service-error",
    ]);
  });

  it("check their options once, before anything is sent", async () => {
    const harness = createHarness(app);
    const wrong = { delya: "5s" } as object;
    await expect(harness.client.enqueueMany(echo, [1], wrong)).rejects.toMatchObject({
      message: expect.stringContaining('did you mean "delay"?'),
    });
    const named = { taskId: "t" } as object;
    await expect(harness.client.enqueueMany(echo, [1], named)).rejects.toMatchObject({
      message: expect.stringContaining("enqueueItems"),
    });
    await expect(harness.client.enqueueMany(echo, 5 as unknown as number[])).rejects.toMatchObject({
      message: expect.stringContaining("is 5: expected an array"),
    });
    expect(harness.envelopes()).toEqual([]);
  });

  it("answer nothing for nothing", async () => {
    expect(await createHarness(app).client.enqueueMany(echo, [])).toEqual([]);
  });
});

describe("the items of an iterable", () => {
  /** A sender that answers when it is told to. */
  const gated = () => {
    const waiting: (() => void)[] = [];
    const harness = createHarness(app, {
      ports: ({ sender }) => ({
        sender: {
          send: async (queue, message) => {
            await new Promise<void>((resolve) => {
              waiting.push(resolve);
            });
            return sender.send(queue, message);
          },
        },
      }),
    });
    const open = async (): Promise<void> => {
      for (const resolve of waiting.splice(0)) resolve();
      await harness.clock.turn();
    };
    return { harness, open };
  };

  it("are taken a bounded number at a time", async () => {
    const { harness, open } = gated();
    let taken = 0;
    const inputs = function* (): Generator<number> {
      for (; taken < 5000; taken += 1) yield taken;
    };
    const sending = harness.client.enqueueMany(echo, inputs());
    await harness.clock.turn();
    expect(taken).toBeLessThan(1001);
    for (let round = 0; round < 20; round += 1) await open();
    expect(await sending).toHaveLength(5000);
    expect(taken).toBe(5000);
  });

  it("are fewer at a time when they are large", async () => {
    const { harness, open } = gated();
    let taken = 0;
    const large = "x".repeat(190_000);
    const inputs = function* (): Generator<string> {
      for (; taken < 240; taken += 1) yield large;
    };
    const sending = harness.client.enqueueMany(echo, inputs());
    await harness.clock.turn();
    expect(taken).toBeLessThan(180);
    for (let round = 0; round < 20; round += 1) await open();
    expect(codes(await sending)).toEqual(Array.from({ length: 240 }, () => "ok"));
  });

  it("that were taken before it threw are sent, and their outcomes told", async () => {
    const harness = createHarness(app);
    const inputs = function* (): Generator<number> {
      yield 1;
      yield 2;
      throw new Error("the file ended early");
    };
    const error: unknown = await harness.client
      .enqueueMany(echo, inputs())
      .catch((cause: unknown) => cause);
    if (!CeleriacError.is(error, "invalid-options")) throw error;
    expect(error.message).toContain("after 2 items");
    expect(error.message).toContain("the file ended early");
    expect(codes(error.details["outcomes"] as EnqueueOutcome<unknown>[])).toEqual(["ok", "ok"]);
    expect(harness.envelopes()).toHaveLength(2);
  });
});

describe("items with options of their own", () => {
  it("keep them apart", async () => {
    const harness = createHarness(app);
    const outcomes = await harness.client.enqueueItems(tick, [
      { input: undefined, options: { taskId: "a", tags: { n: "1" } } },
      { input: undefined, options: { taskId: "b", queue: "video" } },
      { input: undefined },
    ]);
    expect(codes(outcomes)).toEqual(["ok", "ok", "ok"]);
    expect(harness.envelopes()).toMatchObject([{ taskId: "a", tags: { n: "1" } }, {}]);
    expect(harness.envelopes("video")).toMatchObject([{ taskId: "b" }]);
  });

  it("have what is wrong with them as their own outcome", async () => {
    const harness = createHarness(app);
    const outcomes = await harness.client.enqueueItems(tick, [
      { input: undefined, options: { taskId: "a", delay: "soon" as "1s" } },
      { input: undefined, options: { taskId: "b" } },
      "what" as unknown as { input: undefined },
      { inptu: 1 } as unknown as { input: undefined },
    ]);
    expect(codes(outcomes)).toEqual([
      "invalid-options",
      "ok",
      "invalid-options",
      "invalid-options",
    ]);
    expect(outcomes[0]).toMatchObject({ taskId: "a" });
    expect(outcomes[3]).toMatchObject({
      error: { message: expect.stringContaining('did you mean "input"?') },
    });
  });
});
