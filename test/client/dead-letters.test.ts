import type { MessageReceiver } from "@celeriac/core";
import { describe, expect, it } from "vitest";
import { type ClientHarness, createHarness } from "./client-harness.ts";
import {
  app,
  boundTo,
  bury,
  lettersOf,
  lying,
  place,
  redrive,
  results,
} from "./dead-letter-fixture.ts";

const DAY_MS = 86_400_000;

/** SQS may answer empty although there is something, even to a long poll. */
function emptyEverySecondTime(receiver: MessageReceiver): MessageReceiver {
  let calls = 0;
  return {
    ...boundTo(receiver),
    receive: async (queue, options) => {
      calls += 1;
      return calls % 2 === 1 ? [] : receiver.receive(queue, options);
    },
  };
}

/** The first receive's messages are visible again at once, as if their time had run out. */
function hidingNothingAtFirst(receiver: MessageReceiver): MessageReceiver {
  let calls = 0;
  return {
    ...boundTo(receiver),
    receive: (queue, options) => {
      calls += 1;
      return receiver.receive(queue, calls === 1 ? { ...options, visibilitySeconds: 0 } : options);
    },
  };
}

describe("the list of dead letters", () => {
  it("shows each with its reason, error and a redacted preview", async () => {
    const harness = createHarness(app);
    const input = { kind: "inline", value: { card: "4929", sum: 3 } } as const;
    await bury(harness, "a", { reason: "rejected", input });
    expect(await harness.settle(lettersOf(harness).list())).toEqual([
      {
        messageId: "message-1",
        taskId: "a",
        task: "pay",
        reason: "rejected",
        error: "E: boom",
        sentAt: harness.clock.now() - 2000,
        generation: 1,
        preview: '{"card":"[redacted]","sum":3}',
      },
    ]);
  });

  it("shows what SQS moved by itself, what is no envelope, and what the app does not know", async () => {
    const harness = createHarness(app);
    await bury(harness, "a", { reason: "receive-limit", generation: 0 });
    await place(harness, {
      body: "not json",
      attributes: { "celeriac-reason": "undecodable" },
    });
    const secret = { kind: "inline", value: "secret" } as const;
    await bury(harness, "c", { task: "unknown", reason: "unknown-task", input: secret });
    const stored = { kind: "stored", key: "inputs/d", bytes: 9 } as const;
    await bury(harness, "d", { input: stored });
    expect(await harness.settle(lettersOf(harness).list())).toMatchObject([
      { taskId: "a", reason: "receive-limit", error: undefined, generation: 0 },
      { taskId: undefined, task: undefined, reason: "undecodable", preview: undefined },
      { taskId: "c", task: "unknown", reason: "unknown-task", preview: undefined },
      { taskId: "d", preview: undefined },
    ]);
  });

  it("leaves every message visible to others at once", async () => {
    const harness = createHarness(app);
    for (let index = 0; index < 25; index += 1) await bury(harness, `t${index}`);
    const letters = await harness.settle(lettersOf(harness).list());
    expect(new Set(letters.map(({ taskId }) => taskId)).size).toBe(25);
    expect(harness.queues.depth("default-dlq")).toMatchObject({ visible: 25, inFlight: 0 });
  });

  it("ends at its limit", async () => {
    const harness = createHarness(app);
    for (let index = 0; index < 25; index += 1) await bury(harness, `t${index}`);
    expect(await harness.settle(lettersOf(harness).list({ limit: 7 }))).toHaveLength(7);
    expect(harness.queues.depth("default-dlq")).toMatchObject({ visible: 25, inFlight: 0 });
  });

  it("is complete although SQS answers empty now and then", async () => {
    const harness = createHarness(app, {
      ports: ({ receiver }) => ({ receiver: receiver && emptyEverySecondTime(receiver) }),
    });
    for (let index = 0; index < 25; index += 1) await bury(harness, `t${index}`);
    expect(await harness.settle(lettersOf(harness).list())).toHaveLength(25);
  });

  it("shows each message once, also one that becomes visible again too soon", async () => {
    const harness = createHarness(app, {
      ports: ({ receiver }) => ({ receiver: receiver && hidingNothingAtFirst(receiver) }),
    });
    for (let index = 0; index < 15; index += 1) await bury(harness, `t${index}`);
    const letters = await harness.settle(lettersOf(harness).list());
    expect(letters).toHaveLength(15);
    expect(new Set(letters.map(({ taskId }) => taskId)).size).toBe(15);
    expect(harness.queues.depth("default-dlq")).toMatchObject({ visible: 15, inFlight: 0 });
  });

  it("shows what it had hidden again after an error", async () => {
    const harness = createHarness(app, {
      faults: {
        receiver: (call, index) => (call === "receive" && index === 1 ? "refuse" : undefined),
      },
    });
    for (let index = 0; index < 15; index += 1) await bury(harness, `t${index}`);
    await expect(harness.settle(lettersOf(harness).list())).rejects.toMatchObject({
      code: "unreachable",
    });
    expect(harness.queues.depth("default-dlq")).toMatchObject({ visible: 15, inFlight: 0 });
  });
});

describe("a redrive", () => {
  it("sends a failed task's next generation to its queue, without eta and expiry, then removes the letter", async () => {
    const harness = createHarness(app);
    await harness.record("a", "FAILURE", { generation: 4 });
    const now = harness.clock.now();
    const input = { kind: "inline", value: 1 } as const;
    const dead = { generation: 2, eta: now - 9, expires: now - 5, input, tenant: "acme" };
    await bury(harness, "a", { ...dead, group: "acme" });
    expect(results(await redrive(harness))).toEqual([["a", "redriven", true]]);
    expect(lying(harness)).toBe(0);
    const [envelope] = harness.envelopes();
    expect(envelope).toMatchObject({ taskId: "a", generation: 5, input, tenant: "acme" });
    for (const field of ["eta", "expires"]) expect(envelope).not.toHaveProperty(field);
    const [message] = harness.queues.peek("default");
    expect(message).toMatchObject({ group: "acme" });
    const at = harness.clock.now() - 2000;
    expect(message?.attributes).toEqual({ "celeriac-redrive": String(at) });
  });

  it.each([undefined, "STARTED", "RETRY"] as const)(
    "sends a task in %s with its own generation: its only message may lie here",
    async (state) => {
      const harness = createHarness(app);
      if (state !== undefined) await harness.record("a", state);
      await bury(harness, "a", { reason: "receive-limit", generation: 0 });
      expect(results(await redrive(harness))).toEqual([["a", "redriven", true]]);
      expect(harness.envelopes()).toMatchObject([{ taskId: "a", generation: 0 }]);
    },
  );

  it("makes a task that was too old young again, so that hosts take it", async () => {
    const harness = createHarness(app);
    await harness.clock.advance(50 * DAY_MS);
    const enqueuedAt = harness.clock.now() - 46 * DAY_MS;
    await bury(harness, "a", { reason: "too-old", enqueuedAt });
    await bury(harness, "b", { enqueuedAt: enqueuedAt + 2 * DAY_MS });
    await redrive(harness);
    const ages = harness.envelopes().map((sent) => harness.clock.now() - sent.enqueuedAt);
    expect(ages[0]).toBeLessThan(10_000);
    expect(ages[1]).toBeGreaterThanOrEqual(44 * DAY_MS);
  });

  it.each([
    ["SUCCESS", {}, "already-succeeded"],
    ["REVOKED", {}, "already-revoked"],
    ["EXPIRED", {}, "already-expired"],
    ["FAILURE", { generation: 1, revokedGeneration: 2 }, "already-revoked"],
  ] as const)("leaves a task in %s %o", async (state, fields, result) => {
    const harness = createHarness(app);
    await harness.record("a", state, fields);
    await bury(harness, "a");
    expect(results(await redrive(harness))).toEqual([["a", result, false]]);
    expect(harness.envelopes()).toEqual([]);
    expect(harness.queues.depth("default-dlq").visible).toBe(1);
    expect(results(await redrive(harness, { purgeFinished: true }))).toEqual([["a", result, true]]);
    expect(harness.envelopes()).toEqual([]);
    expect(lying(harness)).toBe(0);
  });

  it("reports what is no envelope, and sends it as it is on request only", async () => {
    const harness = createHarness(app);
    await place(harness, { body: '{"v":99}', attributes: { "celeriac-reason": "undecodable" } });
    expect(results(await redrive(harness))).toEqual([[undefined, "undecodable", false]]);
    expect(lying(harness)).toBe(1);
    expect(results(await redrive(harness, { includeUndecodable: true }))).toEqual([
      [undefined, "redriven", true],
    ]);
    expect(harness.queues.peek("default").map(({ body }) => body)).toEqual(['{"v":99}']);
  });

  it("takes only the tasks that are named, shows the others again, and looks no further", async () => {
    let receives = 0;
    const harness = createHarness(app, {
      faults: {
        receiver: (call) => {
          receives += call === "receive" ? 1 : 0;
          return undefined;
        },
      },
    });
    for (let index = 0; index < 30; index += 1) await bury(harness, `t${index}`);
    const items = await redrive(harness, { taskIds: ["t3", "t27"] });
    expect(items.map(({ taskId }) => taskId)).toEqual(["t3", "t27"]);
    expect(receives).toBe(3);
    expect(harness.queues.depth("default-dlq")).toMatchObject({ visible: 28, inFlight: 0 });
  });

  it("takes as many as it may", async () => {
    const harness = createHarness(app);
    for (let index = 0; index < 30; index += 1) await bury(harness, `t${index}`);
    expect(await redrive(harness, { limit: 12 })).toHaveLength(12);
    expect(harness.queues.depth("default-dlq")).toMatchObject({ visible: 18, inFlight: 0 });
  });

  it("leaves what could not be sent, or not be read, and says why", async () => {
    const harness = createHarness(app, {
      faults: {
        sender: (_call, index) => (index === 0 ? "refuse" : undefined),
        store: (_call, index) => (index === 1 ? "refuse" : undefined),
      },
    });
    for (const id of ["a", "b", "c"]) await bury(harness, id);
    const items = await redrive(harness);
    const ends = items.map(({ taskId, result, removed }) => [taskId, { result, removed }]);
    expect(Object.fromEntries(ends)).toEqual({
      a: { result: "failed", removed: false },
      b: { result: "failed", removed: false },
      c: { result: "redriven", removed: true },
    });
    for (const item of items.filter(({ result }) => result === "failed")) {
      expect(item.error).toMatchObject({ code: "unreachable" });
    }
    expect(harness.queues.depth("default-dlq").visible).toBe(2);
  });

  it("sends first and removes after: what is not removed was only doubled", async () => {
    const harness = createHarness(app, {
      faults: { receiver: (call) => (call === "delete" ? "refuse" : undefined) },
    });
    await bury(harness, "a");
    expect(results(await redrive(harness))).toEqual([["a", "redriven", false]]);
    expect(harness.envelopes()).toHaveLength(1);
    expect(harness.queues.depth("default-dlq").visible).toBe(1);
  });

  it("does not send a task for ever that fails again at once", async () => {
    const harness: ClientHarness = createHarness(app, {
      ports: ({ sender }) => ({
        sender: {
          send: async (queue, message) => {
            const answer = await sender.send(queue, message);
            // A host runs it on the spot, and it fails.
            const failed = harness.envelopes().at(-1)?.generation ?? 0;
            await harness.change("a", { generation: failed });
            await bury(harness, "a", { generation: failed + 1 });
            return answer;
          },
        },
      }),
    });
    await harness.record("a", "FAILURE");
    await bury(harness, "a");
    expect(results(await redrive(harness))).toEqual([["a", "redriven", true]]);
    expect(harness.envelopes().map(({ generation }) => generation)).toEqual([1]);
    expect(harness.queues.depth("default-dlq").visible).toBe(1);
  });

  it("tells what it had done when it ends early", async () => {
    const harness = createHarness(app, {
      faults: {
        receiver: (call, index) => (call === "receive" && index === 1 ? "refuse" : undefined),
      },
    });
    for (let index = 0; index < 15; index += 1) await bury(harness, `t${index}`);
    const error = await redrive(harness).catch((cause: unknown) => cause);
    expect(error).toMatchObject({
      code: "unreachable",
      message: expect.stringContaining("ended early, after 10 messages"),
      details: { items: expect.arrayContaining([expect.objectContaining({ taskId: "t0" })]) },
    });
    expect(harness.queues.depth("default-dlq")).toMatchObject({ visible: 5, inFlight: 0 });
  });
});

describe("a purge", () => {
  it("takes the messages that are named, and no other of the same task", async () => {
    const harness = createHarness(app);
    for (let count = 0; count < 3; count += 1) await bury(harness, "twice");
    const letters = lettersOf(harness);
    const [first] = await harness.settle(letters.list());
    const messageIds = [first?.messageId ?? ""];
    expect(await harness.settle(letters.purge({ messageIds }))).toBe(1);
    const left = await harness.settle(letters.list());
    expect(left).toHaveLength(2);
    expect(left.map(({ messageId }) => messageId)).not.toContain(first?.messageId);
  });

  it("deletes all, or what is named, and counts", async () => {
    const harness = createHarness(app);
    for (let index = 0; index < 15; index += 1) await bury(harness, `t${index}`);
    const letters = lettersOf(harness);
    expect(await harness.settle(letters.purge({ taskIds: ["t2"] }))).toBe(1);
    expect(lying(harness)).toBe(14);
    expect(await harness.settle(letters.purge())).toBe(14);
    expect(lying(harness)).toBe(0);
    expect(harness.envelopes()).toEqual([]);
  });
});

describe("dead letters", () => {
  it("are refused for a queue that the app does not have", () => {
    const { client } = createHarness(app);
    expect(() => client.deadLetters("defualt")).toThrow(/did you mean "default"\?/);
  });

  it("need a receiver", () => {
    const { client } = createHarness(app, { ports: () => ({ receiver: undefined }) });
    expect(() => client.deadLetters("default")).toThrow(
      expect.objectContaining({ code: "missing-resource" }),
    );
  });

  it.each([
    [{ taskIds: [] }, /taskIds is an array of 0: expected an array of one or more/],
    [{ taskIds: "a" }, /taskIds is "a"/],
    [
      { messageIds: [] },
      /messageIds is an array of 0: expected an array of one or more message ids/,
    ],
    [{ limit: 0 }, /limit is 0: expected a whole number from 1/],
    [{ taskid: "a" }, /no option "taskid"; did you mean "taskIds"\?/],
  ])("are not handled by the options %o", async (options, message) => {
    const harness = createHarness(app);
    await bury(harness, "a");
    await expect(redrive(harness, options as object)).rejects.toThrow(message);
    expect(lying(harness)).toBe(1);
  });
});
