import type { Envelope, TaskRecord } from "@celeriac/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type System, startSystem } from "./fixture/system.ts";
import * as tasks from "./fixture/tasks.ts";

let system: System;
beforeAll(async () => {
  system = await startSystem({ functions: ["default"] });
  await system.worker();
});
afterAll(() => system.stop());

const queueOf = { lambda: "default", worker: "worker" } as const;
const DAY_MS = 86_400_000;

describe.each(["lambda", "worker"] as const)("on the %s, a step refuses what it must", (host) => {
  const queue = queueOf[host];
  const task = tasks.echo[host].name;

  const message = (taskId: string, fields: Partial<Envelope> = {}): Envelope => ({
    version: 1,
    taskId,
    task,
    input: { kind: "inline", value: { text: "x" } },
    generation: 0,
    enqueuedAt: Date.now(),
    hops: 0,
    ...fields,
  });
  /** Puts what somebody else has left into the table. */
  const recorded = async (taskId: string, fields: Partial<TaskRecord>): Promise<void> => {
    const now = Date.now();
    const answer = await system.ports.store.insert({
      taskId,
      task,
      queue,
      state: "STARTED",
      generation: 0,
      revision: 1,
      attempts: 1,
      excused: 0,
      owner: "somebody-else",
      leaseUntil: 0,
      nextAttemptAt: 0,
      revokeRequested: false,
      enqueuedAt: now,
      updatedAt: now,
      removeAfter: now + DAY_MS,
      ...fields,
    });
    expect(answer.written).toBe(true);
  };
  const starts = (taskId: string): number =>
    system.journal(taskId).filter(({ event }) => event === "start").length;
  const reasonOf = async (taskId: string): Promise<string | undefined> => {
    const letters = await system.client.deadLetters(queue).list();
    return letters.find((letter) => letter.taskId === taskId)?.reason;
  };

  it("held by a live owner: waits for the lease and the skew, then takes over", async () => {
    const taskId = `held-${host}`;
    await recorded(taskId, { leaseUntil: Date.now() });
    await system.sendByHand(queue, message(taskId));
    const record = await system.recorded(taskId, ({ state }) => state === "SUCCESS");
    expect([record.attempts, starts(taskId)]).toEqual([2, 1]);
    const [start] = system.journal(taskId);
    expect(start?.at).toBeGreaterThanOrEqual(record.enqueuedAt + 5000);
  });

  it("a retry whose time has not come: waits for it", async () => {
    const taskId = `early-${host}`;
    const nextAttemptAt = Date.now() + 2500;
    await recorded(taskId, { state: "RETRY", nextAttemptAt });
    await system.sendByHand(queue, message(taskId));
    await system.recorded(taskId, ({ state }) => state === "SUCCESS");
    expect(system.journal(taskId)[0]?.at).toBeGreaterThanOrEqual(nextAttemptAt);
  });

  it("an older generation: acknowledged, and nothing runs", async () => {
    const taskId = `superseded-${host}`;
    await recorded(taskId, { state: "RETRY", generation: 1, nextAttemptAt: Date.now() + DAY_MS });
    await system.sendByHand(queue, message(taskId));
    await system.drained(queue);
    expect([starts(taskId), (await system.record(taskId))?.revision]).toEqual([0, 1]);
  });

  it("a newer generation over an unfinished one: waits for its end", async () => {
    const taskId = `ahead-${host}`;
    await recorded(taskId, { leaseUntil: Date.now() + 1000 });
    await system.sendByHand(queue, message(taskId, { generation: 1 }));
    const end = { state: "FAILURE", reason: "error" } as const;
    await system.ports.store.update(taskId, { kind: "revision", revision: 1 }, end);
    const record = await system.recorded(taskId, ({ state }) => state === "SUCCESS");
    expect(record).toMatchObject({ generation: 1, attempts: 1 });
  });

  it.each(["SUCCESS", "REVOKED", "EXPIRED"] as const)(
    "a newer generation over %s: acknowledged, and nothing runs",
    async (state) => {
      const taskId = `over-${state}-${host}`;
      await recorded(taskId, { state });
      await system.sendByHand(queue, message(taskId, { generation: 1 }));
      await system.drained(queue);
      expect([starts(taskId), (await system.record(taskId))?.revision]).toEqual([0, 1]);
    },
  );

  it("a generation that was revoked: REVOKED, and nothing runs", async () => {
    const taskId = `revoked-${host}`;
    await recorded(taskId, { state: "FAILURE", revokedGeneration: 1 });
    await system.sendByHand(queue, message(taskId, { generation: 1 }));
    await system.recorded(taskId, ({ state }) => state === "REVOKED");
    expect(starts(taskId)).toBe(0);
  });

  it("a finished failure without its dead letter: sends the letter, and runs nothing", async () => {
    const taskId = `unlettered-${host}`;
    await recorded(taskId, { state: "FAILURE", reason: "error" });
    await system.sendByHand(queue, message(taskId));
    await system.recorded(taskId, (record) => record.deadLetteredGeneration === 1);
    expect([starts(taskId), await reasonOf(taskId)]).toEqual([0, "error"]);
  });

  it("a dead owner's revoked attempt: REVOKED, and nothing runs", async () => {
    const taskId = `flagged-${host}`;
    await recorded(taskId, { revokeRequested: true, leaseUntil: Date.now() - 10_000 });
    await system.sendByHand(queue, message(taskId));
    await system.recorded(taskId, ({ state }) => state === "REVOKED");
    expect(starts(taskId)).toBe(0);
  });

  it("workers lost too often: FAILURE worker-lost, in the dead-letter queue", async () => {
    const taskId = `lost-${host}`;
    await recorded(taskId, { attempts: 4, leaseUntil: Date.now() - 10_000 });
    await system.sendByHand(queue, message(taskId));
    await system.recorded(taskId, (record) => record.deadLetteredGeneration === 1);
    expect(await system.record(taskId)).toMatchObject({ state: "FAILURE", reason: "worker-lost" });
    expect([starts(taskId), await reasonOf(taskId)]).toEqual([0, "worker-lost"]);
  });

  it("a message older than records live: dead-lettered as too-old, not run", async () => {
    const taskId = `old-${host}`;
    await system.sendByHand(queue, message(taskId, { enqueuedAt: Date.now() - 46 * DAY_MS }));
    await system.drained(queue);
    expect([starts(taskId), await system.record(taskId), await reasonOf(taskId)]).toEqual([
      0,
      undefined,
      "too-old",
    ]);
  });

  it("an envelope of a newer version: put back, neither dropped nor dead-lettered", async () => {
    const before = await system.ports.queueDepth(`${queue}-dlq`);
    await system.sendByHand(queue, JSON.stringify({ v: 2, i: `newer-${host}` }));
    const isHidden = async (): Promise<boolean> =>
      (await system.ports.queueDepth(queue)).inFlight === 1;
    await expect.poll(isHidden, { interval: 20, timeout: 10_000 }).toBe(true);
    expect(await system.ports.queueDepth(`${queue}-dlq`)).toEqual(before);
  });
});
