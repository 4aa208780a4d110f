import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type System, startSystem } from "../../e2e/fixture/system.ts";
import * as tasks from "../../e2e/fixture/tasks.ts";

let system: System;
beforeAll(async () => {
  system = await startSystem({ functions: ["default"] });
  await system.worker();
});
afterAll(() => system.stop());

const wait = { timeout: "30s" } as const;
const queueOf = { lambda: "default", worker: "worker" } as const;
/** So much that it travels through S3. */
const large = { text: "0123456789".repeat(20_000), repeat: 1 };

const buried = (taskId: string): Promise<unknown> =>
  system.recorded(taskId, (record) => record.deadLetteredGeneration === 1);

describe.each(["lambda", "worker"] as const)("on the %s", (host) => {
  const queue = queueOf[host];
  const sendByHand = (taskId: string, input: object): Promise<void> =>
    system.sendByHand(queue, {
      version: 1,
      taskId,
      task: `large.${host}`,
      generation: 0,
      enqueuedAt: Date.now(),
      hops: 0,
      ...input,
    });

  it("a task schedules, revokes, follows and forgets tasks of its own", async () => {
    const handle = await system.client.enqueue(tasks.delegating[host]);
    expect(await handle.result(wait)).toBe(large.text.length);
  });

  it("who enqueued is told of a large result that is gone, and forgets it", async () => {
    const handle = await system.client.enqueue(tasks.large[host], large);
    const record = await system.recorded(handle.taskId, ({ state }) => state === "SUCCESS");
    if (record.result?.kind !== "stored") throw new Error("the result is not stored");
    await system.ports.payloads.delete(record.result.key);
    await expect(handle.result(wait)).rejects.toMatchObject({ code: "result-expired" });
    await handle.forget();
  });

  it("a dead letter is given a large input instead of one that does not fit", async () => {
    const taskId = `refused-${host}`;
    await sendByHand(taskId, { input: { kind: "inline", value: { text: 7 } } });
    await buried(taskId);
    const letters = system.client.deadLetters(queue);
    expect(await letters.redrive({ taskIds: [taskId], input: large })).toMatchObject([
      { result: "redriven" },
    ]);
    await system.recorded(taskId, ({ state }) => state === "SUCCESS");
  });

  it("a large input that is gone is told to the host, and to whoever edits the dead letter", async () => {
    const taskId = `gone-${host}`;
    await sendByHand(taskId, { input: { kind: "stored", key: `inputs/${taskId}`, bytes: 9 } });
    await buried(taskId);
    const letters = system.client.deadLetters(queue);
    const input = (old: unknown): unknown => old;
    expect(await letters.redrive({ taskIds: [taskId], input })).toMatchObject([
      { result: "failed", error: { code: "payload-missing" } },
    ]);
    expect(await letters.purge({ taskIds: [taskId] })).toBe(1);
  });
});
