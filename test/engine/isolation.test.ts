import { defineApp, defineTask, lambda, type TaskRecord } from "@celeriac/core";
import type { DeliveryOutcome, Isolation } from "@celeriac/engine";
import { describe, expect, it } from "vitest";
import { createHarness, type EngineHarness } from "./engine-harness.ts";

const events: string[] = [];
const retry = { maxRetries: 0 } as const;
const innocent = defineTask({
  name: "innocent",
  retry,
  run: async (_input, context) => {
    events.push(`start ${context.taskId}`);
    await Promise.resolve();
    events.push(`end ${context.taskId}`);
  },
});
const app = defineApp({
  name: "engine",
  tasks: [innocent],
  queues: { default: lambda({ timeout: "60s" }) },
});

const host = { remainingMs: (): number => 60_000 };

/** An engine, and tasks whose processes died so often. */
async function setup(
  isolation: Isolation,
  losses: readonly number[],
): Promise<EngineHarness & { deliverAll(remaining?: () => number): Promise<DeliveryOutcome[]> }> {
  events.length = 0;
  const h = createHarness(app, { isolation });
  for (const attempts of losses) {
    const envelope = h.envelope("innocent");
    const { taskId } = envelope;
    if (attempts > 0) await h.store.insert({ ...lostRecord(h, taskId), attempts });
    await h.send("default", envelope);
  }
  return {
    ...h,
    deliverAll: async (remainingMs = host.remainingMs) => {
      const messages = await h.queues.receive("default", {
        max: 10,
        waitSeconds: 0,
        visibilitySeconds: 90,
      });
      const ends = messages.map((message) => h.deliver("default", message, { remainingMs }));
      let open = ends.length;
      for (const end of ends) void end.then(() => (open -= 1));
      await h.clock.drainUntil(() => open === 0);
      return Promise.all(ends);
    },
  };
}

function lostRecord(h: EngineHarness, taskId: string): TaskRecord {
  return {
    ...{ taskId, task: "innocent", queue: "default", state: "STARTED", generation: 0, revision: 1 },
    ...{ attempts: 2, excused: 0, owner: "dead", leaseUntil: h.clock.now() - 60_000 },
    ...{ nextAttemptAt: 0, revokeRequested: false, host: "host-9", enqueuedAt: h.clock.now() },
    ...{ updatedAt: h.clock.now(), removeAfter: h.clock.now() + 1e10 },
  } as TaskRecord;
}

describe("by turns, the last chances of a batch come after all else, one by one", () => {
  it("and each claims only when its turn has come: who kills the process takes nobody along", async () => {
    const h = await setup({ kind: "turns" }, [2, 0, 2, 1]);
    const claims: string[] = [];
    const { update } = h.store;
    h.store.update = async (taskId, guard, change) => {
      if (change.state === "STARTED" && taskId !== "task-4") claims.push(...events, taskId);
      return update.call(h.store, taskId, guard, change);
    };
    const outcomes = await h.deliverAll();
    expect(outcomes.map(({ result }) => result)).toEqual(Array(4).fill("succeeded"));
    const order = events.filter((event) => event.includes("-1") || event.includes("-3"));
    expect(order).toEqual(["start task-1", "end task-1", "start task-3", "end task-3"]);
    expect(events.slice(0, 4).join()).not.toContain("task-1");
    // At the first claim of a last chance the others had ended.
    expect(claims.slice(0, claims.indexOf("task-1"))).toContain("end task-2");
    expect(claims.slice(0, claims.indexOf("task-3"))).toContain("end task-1");
  });

  it("and one whose turn comes too late is put back unclaimed", async () => {
    const h = await setup({ kind: "turns" }, [2, 2]);
    let asked = 0;
    const shrinking = (): number => {
      asked += 1;
      return asked > 5 ? 100 : 60_000;
    };
    const outcomes = await h.deliverAll(shrinking);
    expect(outcomes.map(({ result }) => result)).toEqual(["succeeded", "put-back"]);
    expect(h.record("task-2")).toMatchObject({ attempts: 2, owner: "dead" });
  });
});

describe("a queue that is never calm", () => {
  it("keeps no task for ever: after many receives a turn is taken with less time", async () => {
    const h = await setup({ kind: "turns" }, [2]);
    const [message] = await h.queues.receive("default", {
      max: 1,
      waitSeconds: 0,
      visibilitySeconds: 90,
    });
    if (message === undefined) throw new Error("nothing was sent");
    const remainingMs = (): number => 30_000;
    const results: string[] = [];
    for (const receiveCount of [19, 20]) {
      const end = h.deliver("default", { ...message, receiveCount }, { remainingMs });
      void end.then(({ result }) => results.push(result));
      const before = results.length;
      await h.clock.drainUntil(() => results.length > before);
    }
    expect(results).toEqual(["put-back", "succeeded"]);
  });
});

describe("elsewhere, a last chance is another process's", () => {
  const elsewhere = (answer: DeliveryOutcome | "no-room" | "unable"): Isolation => ({
    kind: "elsewhere",
    run: async () => answer,
  });

  it("whose outcome is the delivery's, and nothing runs here", async () => {
    const left = { acknowledge: false, result: "left" } as const;
    const h = await setup(elsewhere(left), [2]);
    expect(await h.deliverAll()).toEqual([left]);
    expect([events, h.record("task-1").owner]).toEqual([[], "dead"]);
  });

  it("without room the message comes back, unclaimed", async () => {
    const h = await setup(elsewhere("no-room"), [2]);
    expect((await h.deliverAll())[0]?.result).toBe("put-back");
    expect([events, h.record("task-1").attempts]).toEqual([[], 2]);
  });

  it("where there is no other process it runs here, and a further loss ends it", async () => {
    const h = await setup(elsewhere("unable"), [2]);
    expect((await h.deliverAll())[0]?.result).toBe("succeeded");
    expect(h.record("task-1")).toMatchObject({
      attempts: 3,
      lost: [{ attempt: 2, host: "host-9" }],
    });
  });
});
