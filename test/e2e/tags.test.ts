import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type System, startSystem } from "./fixture/system.ts";
import * as tasks from "./fixture/tasks.ts";

let system: System;
beforeAll(async () => {
  system = await startSystem({ functions: [] });
  await system.worker();
});
afterAll(() => system.stop());

const wait = { timeout: "30s" } as const;

async function statesOf(customer: string): Promise<Record<string, string>> {
  const states: [string, string][] = [];
  for await (const { taskId, state } of system.client.find({ customer })) {
    states.push([taskId, state]);
  }
  return Object.fromEntries(states);
}

describe("tasks of a tag", () => {
  it("are found and revoked, wherever they are", async () => {
    const tags = { customer: "42" };
    const done = await system.client.enqueue(tasks.echo.worker, { text: "a" }, { tags });
    await done.result(wait);
    const slow = await system.client.enqueue(tasks.slow.worker, { ms: 60_000 }, { tags });
    await system.started(slow.taskId);
    const delayed = await system.client.enqueue(
      tasks.echo.worker,
      { text: "b" },
      { tags, delay: "10m" },
    );
    const scheduled = await system.client.enqueue(
      tasks.echo.worker,
      { text: "c" },
      { tags, delay: "2h" },
    );
    await system.client.enqueue(tasks.echo.worker, { text: "d" }, { tags: { customer: "43" } });
    expect(await statesOf("42")).toEqual({
      [scheduled.taskId]: "PENDING",
      [delayed.taskId]: "PENDING",
      [slow.taskId]: "STARTED",
      [done.taskId]: "SUCCESS",
    });
    const counts = await system.client.revokeByTag(tags);
    expect(counts).toEqual({ revoked: 2, requested: 1, "too-late": 1, failed: 0 });
    await expect(slow.result(wait)).rejects.toMatchObject({ code: "task-revoked" });
    expect(await statesOf("42")).toEqual({
      [scheduled.taskId]: "REVOKED",
      [delayed.taskId]: "REVOKED",
      [slow.taskId]: "REVOKED",
      [done.taskId]: "SUCCESS",
    });
  });

  it("are retried out of the dead-letter queues, and no others", async () => {
    const send = (customer: string) =>
      system.client.enqueue(tasks.mended.worker, undefined, { tags: { customer } });
    const [mine, other] = await Promise.all([send("7"), send("8")]);
    for (const { taskId } of [mine, other]) {
      await system.recorded(taskId, (record) => record.deadLetteredGeneration === 1);
    }
    const retried = await system.client.retryByTag({ customer: "7" }, { queues: ["worker"] });
    expect(retried).toMatchObject([{ taskId: mine.taskId, result: "redriven", queue: "worker" }]);
    expect(await mine.result(wait)).toBe("mended");
    expect((await other.outcome()).state).toBe("FAILURE");
  });
});
