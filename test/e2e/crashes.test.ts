import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isAlive, type System, startSystem } from "./fixture/system.ts";
import * as tasks from "./fixture/tasks.ts";

let system: System;
const wait = { timeout: "50s" } as const;
const events = (taskId: string): readonly string[] =>
  system.journal(taskId).map(({ event }) => event);

describe("a worker that is killed in mid-task loses nothing", () => {
  beforeEach(async () => {
    system = await startSystem({ functions: [] });
  });
  afterEach(() => system.stop());

  it("SIGKILL: another worker takes the task over, which ends once", async () => {
    const first = await system.worker();
    const handle = await system.client.enqueue(tasks.slow.worker, { ms: 2000 });
    const [start] = await system.started(handle.taskId);
    first.kill("SIGKILL");
    expect(await first.exited).toBe("SIGKILL");
    const second = await system.worker();
    expect(await handle.result(wait)).toBe("whole");
    expect(events(handle.taskId)).toEqual(["start", "start", "end"]);
    expect(start?.pid).toBe(first.pid);
    const outcome = await handle.outcome();
    expect([outcome.attempts, outcome.host]).toEqual([
      2,
      expect.stringContaining(`/${second.pid}`),
    ]);
    await system.drained("worker");
  });

  it("SIGTERM: running tasks end within the drain time, nothing else is received, exit 0", async () => {
    const worker = await system.worker();
    const handle = await system.client.enqueue(tasks.slow.worker, { ms: 1500 });
    await system.started(handle.taskId);
    worker.kill("SIGTERM");
    await worker.line(({ message }) => String(message).startsWith("the worker stops"));
    const late = await system.client.enqueue(tasks.echo.worker, { text: "late" });
    expect(await worker.exited).toBe(0);
    expect((await handle.outcome()).state).toBe("SUCCESS");
    expect(events(handle.taskId)).toEqual(["start", "end"]);
    expect(events(late.taskId)).toEqual([]);
    await system.worker();
    await late.result(wait);
  });

  it("SIGTERM: what outlasts the drain time is given back at once, not as an attempt that counts", async () => {
    const worker = await system.worker();
    const handle = await system.client.enqueue(tasks.slow.worker, { ms: 8000 });
    await system.started(handle.taskId);
    worker.kill("SIGTERM");
    expect(await worker.exited).toBe(0);
    expect(await system.record(handle.taskId)).toMatchObject({
      state: "RETRY",
      attempts: 1,
      excused: 1,
    });
    await system.worker();
    expect(await handle.result(wait)).toBe("whole");
  });

  it("a second SIGTERM: given back without waiting, exit 0", async () => {
    const worker = await system.worker();
    const handle = await system.client.enqueue(tasks.slow.worker, { ms: 60_000 });
    await system.started(handle.taskId);
    worker.kill("SIGTERM");
    await worker.line(({ message }) => String(message).startsWith("the worker stops"));
    worker.kill("SIGTERM");
    expect(await worker.exited).toBe(0);
    expect(await system.record(handle.taskId)).toMatchObject({ state: "RETRY", excused: 1 });
  });
});

describe("a Lambda that is killed by its timeout in mid-batch", () => {
  it("keeps what had finished, and runs the rest again", async () => {
    system = await startSystem({ functions: ["fragile"] });
    const spinning = await system.client.enqueue(tasks.spinning);
    const briefs = await system.client.enqueueMany(tasks.brief, [1, 2, 3, 4]);
    const handles = briefs.map((outcome) => {
      if (!outcome.ok) throw outcome.error;
      return outcome.handle;
    });
    expect(await spinning.result(wait)).toBe("calm");
    expect(await Promise.all(handles.map((handle) => handle.result(wait)))).toEqual([1, 2, 3, 4]);
    expect(events(spinning.taskId)).toEqual(["start", "start", "end"]);
    for (const { taskId } of handles) {
      const ends = events(taskId).filter((event) => event === "end");
      expect(ends).toHaveLength(1);
    }
    expect(system.logs.map(({ line }) => line).join("\n")).toContain("Task timed out after 2");
    await system.drained("fragile");
    const pids = system.aws.processIds?.() ?? [];
    expect(pids).not.toEqual([]);
    await system.stop();
    expect(pids.filter(isAlive)).toEqual([]);
  });
});
