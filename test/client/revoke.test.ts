import { CeleriacError, type TaskHandle } from "@celeriac/core";
import { describe, expect, it } from "vitest";
import { type ClientHarness, createHarness } from "./client-harness.ts";
import { app, tick, untracked } from "./shop-app.ts";

const DAY_MS = 86_400_000;

const revoke = (harness: ClientHarness, taskId = "t") =>
  harness.settle(harness.client.revoke(tick, taskId));

describe("a revoke", () => {
  it("of a queued task stores REVOKED, then sends the task's message once more", async () => {
    const harness = createHarness(app);
    const handle = await harness.client.enqueue(tick, undefined, { queue: "video" });
    expect(await handle.revoke()).toBe("revoked");
    expect(await handle.outcome()).toMatchObject({ state: "REVOKED", queue: "video" });
    expect(harness.envelopes("video").map(({ taskId }) => taskId)).toEqual([
      handle.taskId,
      handle.taskId,
    ]);
  });

  it("of an id that nobody has used yet stores REVOKED: a later enqueue of it does nothing", async () => {
    const harness = createHarness(app);
    expect(await revoke(harness)).toBe("revoked");
    const handle = await harness.client.enqueue(tick, undefined, { taskId: "t" });
    await expect(harness.settle(handle.result())).rejects.toMatchObject({ code: "task-revoked" });
  });

  it("of a task between attempts stores REVOKED", async () => {
    const harness = createHarness(app);
    await harness.record("t", "RETRY", { attempts: 2, owner: "o", queue: "video" });
    expect(await revoke(harness)).toBe("revoked");
    expect(harness.stored("t")).toMatchObject({ state: "REVOKED", attempts: 2, revision: 2 });
    expect(harness.envelopes("video")).toMatchObject([{ taskId: "t", generation: 0 }]);
  });

  it("of a running task asks it to stop, and sends nothing", async () => {
    const harness = createHarness(app);
    await harness.record("t", "STARTED", { attempts: 1, owner: "o" });
    expect(await revoke(harness)).toBe("requested");
    expect(harness.stored("t")).toMatchObject({ state: "STARTED", revokeRequested: true });
    expect(await revoke(harness)).toBe("requested");
    expect(harness.stored("t").revision).toBe(2);
    expect(harness.envelopes()).toEqual([]);
  });

  it("of a failed task keeps its next generation from starting", async () => {
    const harness = createHarness(app);
    await harness.record("t", "FAILURE", { generation: 3, attempts: 1 });
    expect(await revoke(harness)).toBe("revoked");
    expect(harness.stored("t")).toMatchObject({ state: "FAILURE", revokedGeneration: 4 });
    expect(harness.envelopes()).toMatchObject([{ taskId: "t", generation: 4 }]);
  });

  it.each(["SUCCESS", "EXPIRED"] as const)("of a task in %s is too late", async (state) => {
    const harness = createHarness(app);
    await harness.record("t", state);
    expect(await revoke(harness)).toBe("too-late");
    expect(harness.stored("t").revision).toBe(1);
    expect(harness.envelopes()).toEqual([]);
  });

  it("of a revoked task answers the same, and kicks again: the first may have died before", async () => {
    const harness = createHarness(app);
    await revoke(harness);
    expect(await revoke(harness)).toBe("revoked");
    expect(harness.envelopes()).toHaveLength(2);
    expect(harness.stored("t").revision).toBe(1);
  });

  it("rejects for what is no task of the app, and no id", async () => {
    const { client } = createHarness(app);
    await expect(client.revoke(tick, "a b")).rejects.toMatchObject({ code: "invalid-options" });
    await expect(client.revoke({ ...tick, name: "x" } as never, "t")).rejects.toMatchObject({
      code: "invalid-options",
    });
  });
});

describe("the kick", () => {
  it("carries no input, and nothing to wait for", async () => {
    const harness = createHarness(app);
    const tags = { order: "42" };
    const options = { taskId: "t", delay: "1h", expires: "2h", tenant: "acme", tags } as const;
    const handle = await harness.client.enqueue(tick, undefined, options);
    await handle.revoke();
    const [kick] = harness.envelopes();
    for (const field of ["input", "eta", "expires"]) expect(kick).not.toHaveProperty(field);
    expect(harness.queues.depth("default").visible).toBe(1);
  });

  it("keeps what the record knows: tenant, tags, workflow, ancestors", async () => {
    const harness = createHarness(app);
    const fields = {
      tenant: "acme",
      tags: { order: "42" },
      workflow: { id: "w", node: "n" },
      rootId: "root",
      parentId: "parent",
      enqueuedAt: 7,
    };
    await harness.record("t", "RETRY", fields);
    await revoke(harness);
    expect(harness.envelopes()).toEqual([expect.objectContaining(fields)]);
    expect(harness.queues.peek("default")[0]?.group).toBe("acme");
  });

  it("is never sent before REVOKED is known to be stored", async () => {
    const harness = createHarness(app, {
      faults: { store: (call) => (call === "read" ? undefined : "refuse") },
    });
    await expect(revoke(harness)).rejects.toMatchObject({ code: "unreachable", retryable: true });
    expect(harness.store.records()).toEqual([]);
    expect(harness.envelopes()).toEqual([]);
  });

  it("is never sent for an untracked task, whose first delivery runs without a look at its record", async () => {
    const harness = createHarness(app);
    const handle = await harness.client.enqueue(untracked, "x");
    expect(await handle.revoke()).toBe("revoked");
    expect(harness.envelopes()).toHaveLength(1);
  });

  it("that cannot be sent fails no revoke, and leaves the schedule to bring the message later", async () => {
    const harness = createHarness(app, {
      faults: { sender: (_call, index) => (index === 0 ? "refuse" : undefined) },
    });
    const handle = await harness.client.enqueue(tick, undefined, { delay: "1h" });
    expect(await handle.revoke()).toBe("revoked");
    expect(harness.schedules.schedules()).toHaveLength(1);
    expect(harness.logger.lines).toMatchObject([
      { level: "warn", fields: { taskId: handle.taskId } },
    ]);
  });
});

describe("the schedule of a revoked task", () => {
  it("is deleted", async () => {
    const harness = createHarness(app);
    const handle = await harness.client.enqueue(tick, undefined, { delay: "1h" });
    await handle.revoke();
    expect(harness.schedules.schedules()).toEqual([]);
  });

  it("is deleted also when the task is known by its id alone", async () => {
    const harness = createHarness(app);
    await harness.client.enqueue(tick, undefined, { delay: "1h", taskId: "t" });
    await revoke(harness);
    expect(harness.schedules.schedules()).toEqual([]);
  });

  it("that cannot be deleted is logged, and fails nothing", async () => {
    const harness = createHarness(app, {
      faults: { schedules: (call) => (call === "deleteOneShot" ? "refuse" : undefined) },
    });
    const handle = await harness.client.enqueue(tick, undefined, { delay: "1h" });
    expect(await handle.revoke()).toBe("revoked");
    expect(harness.logger.lines).toMatchObject([
      { level: "warn", message: expect.stringContaining("schedule") },
    ]);
  });

  it("is not asked for where there can be none", async () => {
    const calls: string[] = [];
    const harness = createHarness(app, {
      faults: {
        schedules: (call) => {
          calls.push(call);
          return undefined;
        },
      },
    });
    const near = await harness.client.enqueue(tick, undefined, { delay: "900s" });
    const now = await harness.client.enqueue(tick);
    await near.revoke();
    await now.revoke();
    await harness.record("started", "RETRY", { attempts: 1 });
    await revoke(harness, "started");
    await harness.record("failed", "FAILURE");
    await revoke(harness, "failed");
    expect(calls).toEqual([]);
  });

  it("need not be deleted for the revoke to hold: the record outlives the message", async () => {
    const harness = createHarness(app);
    const eta = harness.clock.now() + 400 * DAY_MS;
    const handle = await harness.client.enqueue(tick, undefined, { eta: new Date(eta) });
    await handle.revoke();
    expect(harness.stored(handle.taskId).removeAfter).toBe(eta + 45 * DAY_MS);
  });
});

describe("a revoke in a race", () => {
  /** Writes once, between a revoke's read and its write. */
  const interfering = (between: (harness: ClientHarness) => Promise<void>): ClientHarness => {
    let done = false;
    const harness: ClientHarness = createHarness(app, {
      ports: ({ store }) => ({
        store: {
          insert: (record) => store.insert(record),
          update: (...values) => store.update(...values),
          read: async (taskId) => {
            const record = await store.read(taskId);
            if (!done) {
              done = true;
              await between(harness);
            }
            return record;
          },
        },
      }),
    });
    return harness;
  };

  it("with a heartbeat asks again", async () => {
    const harness = interfering(async () => {
      await harness.store.update(
        "t",
        { kind: "owner", owner: "o", generation: 0, unlessRevoked: true },
        { leaseUntil: 99 },
      );
    });
    await harness.record("t", "STARTED", { owner: "o", attempts: 1 });
    expect(await revoke(harness)).toBe("requested");
    expect(harness.stored("t")).toMatchObject({ revokeRequested: true, leaseUntil: 99 });
  });

  it("with a first claim asks the running task to stop", async () => {
    const harness = interfering(() => harness.record("t", "STARTED", { owner: "o", attempts: 1 }));
    expect(await revoke(harness)).toBe("requested");
    expect(harness.stored("t").revokeRequested).toBe(true);
    expect(harness.envelopes()).toEqual([]);
  });

  it("with the task's success is too late", async () => {
    const harness = interfering(() => harness.change("t", { state: "SUCCESS" }));
    await harness.record("t", "STARTED", { owner: "o", attempts: 1 });
    expect(await revoke(harness)).toBe("too-late");
    expect(harness.stored("t")).toMatchObject({ state: "SUCCESS", revokeRequested: false });
  });

  it("with another revoke answers the same", async () => {
    const harness = createHarness(app);
    const both = [harness.client.revoke(tick, "t"), harness.client.revoke(tick, "t")];
    expect(await harness.settle(Promise.all(both))).toEqual(["revoked", "revoked"]);
    expect(harness.stored("t").revision).toBe(1);
  });

  it("that it loses again and again gives up, and says to try again", async () => {
    const harness: ClientHarness = createHarness(app, {
      ports: ({ store }) => ({
        store: {
          insert: (record) => store.insert(record),
          update: async () => ({ written: false, current: undefined }),
          read: (taskId) => store.read(taskId),
        },
      }),
    });
    await harness.record("t", "STARTED", { owner: "o" });
    await expect(revoke(harness)).rejects.toMatchObject({
      code: "refused",
      retryable: true,
      message: expect.stringContaining("task time.tick (t) could not be revoked"),
    });
  });
});

describe("a revoke whose write has an unknown outcome", () => {
  it.each([
    ["insert", undefined, "revoked"],
    ["update", "RETRY", "revoked"],
    ["update", "STARTED", "requested"],
    ["update", "FAILURE", "revoked"],
  ] as const)("recognises it: %s over %s", async (call, state, answer) => {
    const harness = createHarness(app, {
      faults: { store: (name, index) => (name === call && index === 0 ? "unknown" : undefined) },
    });
    if (state !== undefined) await harness.record("t", state, { attempts: 1 });
    expect(await revoke(harness)).toBe(answer);
    expect(harness.stored("t").revision).toBe(state === undefined ? 1 : 2);
    expect(harness.envelopes()).toHaveLength(answer === "revoked" ? 1 : 0);
  });

  it("writes it when it had not happened", async () => {
    const harness = createHarness(app, {
      faults: { store: (_call, index) => (index === 0 ? "refuse" : undefined) },
    });
    expect(await revoke(harness)).toBe("revoked");
    expect(harness.stored("t").state).toBe("REVOKED");
  });

  it("survives that it happens late", async () => {
    const harness = createHarness(app, {
      faults: {
        store: (call, index) => (call === "insert" && index === 0 ? { lateMs: 50 } : undefined),
      },
    });
    expect(await revoke(harness)).toBe("revoked");
    await harness.clock.advance(1000);
    expect(harness.stored("t")).toMatchObject({ state: "REVOKED", revision: 1 });
  });

  it("ends at once when asking again is of no use", async () => {
    const denied = new CeleriacError("access-denied", "no");
    const harness = createHarness(app, {
      ports: ({ store }) => ({
        store: { ...store, insert: () => Promise.reject(denied), read: async () => undefined },
      }),
    });
    const handle: TaskHandle<unknown> = harness.client.handle(tick, "t");
    await expect(handle.revoke()).rejects.toBe(denied);
    expect(harness.clock.monotonic()).toBe(0);
  });
});
