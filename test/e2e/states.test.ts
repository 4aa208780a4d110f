import { CeleriacError } from "celeriac";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type System, startSystem } from "./fixture/system.ts";
import * as tasks from "./fixture/tasks.ts";

let system: System;
beforeAll(async () => {
  system = await startSystem({ functions: ["default"] });
  await system.worker();
});
afterAll(() => system.stop());

const wait = { timeout: "30s" } as const;
const queueOf = { lambda: "default", worker: "worker" } as const;
const codeOf = (error: unknown): string =>
  CeleriacError.is(error) ? error.code : `not ours: ${String(error)}`;

describe.each(["lambda", "worker"] as const)("on the %s, a task reaches each state", (host) => {
  it("SUCCESS, its result parsed, from the host that its queue names", async () => {
    const handle = await system.client.enqueue(tasks.echo[host], { text: "grüße 🚀 \u0000\ud800" });
    const result = await handle.result(wait);
    expect(result).toEqual({ text: "grüße 🚀 \u0000\ud800", host });
    expect(await handle.outcome()).toMatchObject({ attempts: 1, queue: queueOf[host] });
  });

  it("RETRY, twice, then SUCCESS at the third attempt", async () => {
    const handle = await system.client.enqueue(tasks.flaky[host], { failures: 2 });
    const states: string[] = [];
    for await (const { state, attempts } of handle.updates(wait))
      states.push(`${state} ${attempts}`);
    expect(states).toContain("RETRY 1");
    expect(states).toContain("RETRY 2");
    expect(states.at(-1)).toBe("SUCCESS 3");
  });

  it("FAILURE after its last attempt, and lies in the dead-letter queue with the reason", async () => {
    const handle = await system.client.enqueue(tasks.flaky[host], { failures: 9 });
    const error: unknown = await handle.result(wait).catch((thrown: unknown) => thrown);
    expect(codeOf(error)).toBe("task-failed");
    expect((error as CeleriacError).cause).toMatchObject({ message: "failure 3" });
    await system.recorded(handle.taskId, (record) => record.deadLetteredGeneration === 1);
    const letters = await system.client.deadLetters(queueOf[host]).list();
    expect(letters).toContainEqual(
      expect.objectContaining({
        taskId: handle.taskId,
        reason: "error",
        error: "TypeError: failure 3",
        generation: 1,
      }),
    );
  });

  it("SUCCESS of a redriven failure's next generation", async () => {
    const handle = await system.client.enqueue(tasks.mended[host]);
    await system.recorded(handle.taskId, (record) => record.deadLetteredGeneration === 1);
    const deadLetters = system.client.deadLetters(queueOf[host]);
    const [redriven] = await deadLetters.redrive({ taskIds: [handle.taskId] });
    expect(redriven).toMatchObject({ taskId: handle.taskId, result: "redriven" });
    const record = await system.recorded(handle.taskId, ({ state }) => state === "SUCCESS");
    expect(record).toMatchObject({ generation: 1, attempts: 1 });
    expect(await deadLetters.list()).not.toContainEqual(
      expect.objectContaining({ taskId: handle.taskId }),
    );
  });

  it("FAILURE rejected, without another attempt", async () => {
    const handle = await system.client.enqueue(tasks.rejected[host]);
    await handle.result(wait).catch(() => undefined);
    expect(await handle.outcome()).toMatchObject({
      state: "FAILURE",
      reason: "rejected",
      attempts: 1,
    });
  });

  it("FAILURE time-limit, though the handler listens to nothing", async () => {
    const handle = await system.client.enqueue(tasks.deaf[host]);
    await handle.result(wait).catch(() => undefined);
    expect(await handle.outcome()).toMatchObject({ state: "FAILURE", reason: "time-limit" });
  });

  it.each(["schema", "bigint"] as const)("FAILURE invalid-output (%s)", async (how) => {
    const handle = await system.client.enqueue(tasks.wrong[host], { how });
    await handle.result(wait).catch(() => undefined);
    expect(await handle.outcome()).toMatchObject({ state: "FAILURE", reason: "invalid-output" });
  });

  it("SUCCESS after a snooze, which is not an attempt that counts", async () => {
    const handle = await system.client.enqueue(tasks.snoozing[host]);
    expect(await handle.result(wait)).toBe("rested");
  });

  it("EXPIRED when it is too late", async () => {
    const options = { delay: "2s", expires: "1s" } as const;
    const refused: unknown = await system.client
      .enqueue(tasks.echo[host], { text: "" }, options)
      .catch((error: unknown) => error);
    expect(codeOf(refused)).toBe("invalid-options");
    const now = Date.now();
    const taskId = `expired-${host}`;
    await system.sendByHand(queueOf[host], {
      version: 1,
      taskId,
      task: tasks.echo[host].name,
      generation: 0,
      enqueuedAt: now - 2000,
      expires: now - 1000,
      hops: 0,
    });
    const record = await system.recorded(taskId, ({ state }) => state === "EXPIRED");
    expect([record.attempts, system.journal(taskId)]).toEqual([0, []]);
  });

  it("REVOKED before it starts", async () => {
    const handle = await system.client.enqueue(tasks.echo[host], { text: "" }, { delay: "1m" });
    expect(await handle.revoke()).toBe("revoked");
    expect(codeOf(await handle.result(wait).catch((error: unknown) => error))).toBe("task-revoked");
    expect(system.journal(handle.taskId)).toEqual([]);
  });

  it("not before its eta", async () => {
    const eta = new Date(Date.now() + 2500);
    const handle = await system.client.enqueue(tasks.echo[host], { text: "later" }, { eta });
    await handle.result(wait);
    const [start] = system.journal(handle.taskId);
    expect(start?.at).toBeGreaterThanOrEqual(eta.getTime());
  });

  it("a large input and a large result travel through S3", async () => {
    const text = "0123456789".repeat(30_000);
    const handle = await system.client.enqueue(tasks.large[host], { text, repeat: 4 });
    const result = await handle.result(wait);
    expect(result).toHaveLength(1_200_000);
    expect(await system.record(handle.taskId)).toMatchObject({
      input: { kind: "stored" },
      result: { kind: "stored", bytes: 1_200_002 },
    });
  });

  it("SUCCESS without any record, for a task that keeps none", async () => {
    const handle = await system.client.enqueue(tasks.quiet[host]);
    await system.started(handle.taskId);
    await system.drained(queueOf[host]);
    expect(await system.record(handle.taskId)).toBeUndefined();
  });

  it("a task enqueued by a task names its parent", async () => {
    const handle = await system.client.enqueue(tasks.parent[host], undefined, {
      tags: { order: "42" },
    });
    const childId = await handle.result(wait);
    const child = await system.recorded(childId, ({ state }) => state === "SUCCESS");
    expect(child).toMatchObject({
      parentId: handle.taskId,
      rootId: handle.taskId,
      tags: { order: "42" },
    });
  });
});

describe("a running task on the worker", () => {
  it("shows its progress, and hears of its revoke", async () => {
    const handle = await system.client.enqueue(tasks.slow.worker, { ms: 60_000 });
    await system.recorded(handle.taskId, ({ progress }) => progress !== undefined);
    expect(await handle.revoke()).toBe("requested");
    const error: unknown = await handle.result(wait).catch((thrown: unknown) => thrown);
    expect(codeOf(error)).toBe("task-revoked");
    expect(system.journal(handle.taskId).map(({ event }) => event)).toEqual(["start"]);
  });

  it("outlives its lease many times, and runs once", async () => {
    const handle = await system.client.enqueue(tasks.slow.worker, { ms: 10_000 });
    await handle.result(wait);
    expect(system.journal(handle.taskId)).toHaveLength(2);
    expect(await handle.outcome()).toMatchObject({ attempts: 1 });
  });
});

describe("many at once", () => {
  it("enqueueMany answers an outcome for each, in order, and all end", async () => {
    const texts = Array.from({ length: 200 }, (_value, n) => ({ text: `t${n}` }));
    for (const host of ["lambda", "worker"] as const) {
      const outcomes = await system.client.enqueueMany(tasks.echo[host], texts);
      const results = await Promise.all(
        outcomes.map((outcome) => (outcome.ok ? outcome.handle.result(wait) : outcome.error)),
      );
      expect(results).toEqual(texts.map(({ text }) => ({ text, host })));
    }
  });
});
