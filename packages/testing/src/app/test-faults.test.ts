import { type App, CeleriacError, defineApp, defineTask, fargate } from "@celeriac/core";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createTestApp, type TestApp } from "./test-app.ts";

/** An app of one task that counts its runs. */
function counted(run: (signal: AbortSignal) => unknown = () => undefined): {
  readonly test: TestApp;
  readonly count: ReturnType<typeof countTask>;
  readonly runs: number[];
} {
  const runs: number[] = [];
  const count = countTask((attempt, signal) => {
    runs.push(attempt);
    return run(signal);
  });
  return { test: createTestApp(appOf(count)), count, runs };
}

function countTask(run: (attempt: number, signal: AbortSignal) => unknown) {
  return defineTask({
    name: "count",
    input: z.string(),
    run: (_input, ctx) => run(ctx.attempt, ctx.signal),
  });
}

function appOf(...tasks: ReturnType<typeof countTask>[]): App {
  const other = defineTask({ name: "other", input: z.string(), run: () => undefined });
  return defineApp({
    name: "test",
    tasks: [...tasks, other],
    queues: { default: fargate({ lease: "30s" }) },
  });
}

describe("a send can fail", () => {
  it("and nothing is enqueued; the next one is sent", async () => {
    const { test, count, runs } = counted();
    test.faults.failNextSend();
    await expect(test.client.enqueue(count, "a")).rejects.toSatisfy((error) =>
      CeleriacError.is(error, "unreachable"),
    );
    await test.client.enqueue(count, "b");
    await test.drain();
    expect(test.enqueued(count).map(({ input }) => input)).toEqual(["b"]);
    expect(runs).toEqual([1]);
  });

  it("with an unknown outcome: sent again under its id, it is one task", async () => {
    const { test, count, runs } = counted();
    test.faults.failNextSend({ applied: true });
    await expect(test.client.enqueue(count, "a", { taskId: "one" })).rejects.toMatchObject({
      retryable: true,
    });
    await test.client.enqueue(count, "a", { taskId: "one" });
    await test.drain();
    expect(runs).toEqual([1]);
  });

  it("of a far eta too, and only of the task that is meant, and as often as is said", async () => {
    const { test, count } = counted();
    const other = defineTask({ name: "other", input: z.string() });
    test.faults.failNextSend({ task: count, times: 2 });
    await test.client.enqueue(other, "passes");
    const far = test.client.enqueue(count, "a", { delay: "1d" });
    await expect(far).rejects.toThrow("putOneShot");
    await expect(test.client.enqueue(count, "a")).rejects.toThrow("send");
    expect(test.faults.waiting).toBe(0);
    await test.client.enqueue(count, "a");
    expect(test.enqueued(count)).toHaveLength(1);
  });
});

describe("a write can fail", () => {
  it.each([{}, { applied: true }])("and the engine tries again: %o", async (options) => {
    const { test, count, runs } = counted();
    test.faults.failNextWrite({ ...options, times: 3 });
    const handle = await test.client.enqueue(count, "a");
    await test.advance("1m");
    expect(await test.task(handle)).toMatchObject({ state: "SUCCESS" });
    expect(runs).toEqual([1]);
    expect(test.faults.waiting).toBe(0);
  });
});

describe("a message can be delivered twice", () => {
  it("after it was acknowledged, and the handler runs once", async () => {
    const { test, count, runs } = counted();
    test.faults.deliverTwice();
    const { taskId } = await test.client.enqueue(count, "a");
    await test.drain();
    expect(runs).toEqual([1]);
    expect(test.history(taskId).filter(({ kind }) => kind === "received")).toHaveLength(2);
    expect(test.faults.waiting).toBe(0);
  });

  it("while the first delivery is under way", async () => {
    const { test, count, runs } = counted();
    test.faults.deliverTwice({ overlapping: true });
    const { taskId } = await test.client.enqueue(count, "a");
    await test.advance("5m");
    expect(runs).toEqual([1]);
    expect(test.history(taskId).filter(({ kind }) => kind === "received").length).toBeGreaterThan(
      1,
    );
  });
});

describe("a worker can be lost", () => {
  it("when the handler has ended: it runs again when the lease is over", async () => {
    const { test, count, runs } = counted();
    test.faults.loseWorker();
    const handle = await test.client.enqueue(count, "a");
    await test.drain();
    expect(runs).toEqual([1]);
    expect(await test.task(handle)).toMatchObject({ state: "STARTED", attempts: 1 });
    await test.advance("29s");
    expect(runs).toEqual([1]);
    await test.advance("2m");
    expect(runs).toEqual([1, 2]);
    expect(await test.task(handle)).toMatchObject({ state: "SUCCESS", lost: [{ attempt: 1 }] });
  });

  it("before the handler has done anything", async () => {
    const { test, count, runs } = counted();
    test.faults.loseWorker({ at: "start" });
    const handle = await test.client.enqueue(count, "a");
    await handle.result();
    expect(runs).toEqual([2]);
  });

  it("so often that the task is given up", async () => {
    const { test, count, runs } = counted();
    test.faults.loseWorker({ times: 20 });
    const handle = await test.client.enqueue(count, "a");
    await test.advance("1h");
    expect(await test.task(handle)).toMatchObject({ state: "FAILURE", reason: "worker-lost" });
    expect(runs.length).toBeGreaterThan(1);
    test.faults.clear();
    expect(test.faults.waiting).toBe(0);
  });

  it("and takes no task beside it along", async () => {
    const { test, count, runs } = counted();
    test.faults.loseWorker();
    const handles = [await test.client.enqueue(count, "a"), await test.client.enqueue(count, "b")];
    await test.drain();
    expect(runs).toEqual([1, 1]);
    const states = await Promise.all(handles.map(async (each) => (await test.task(each)).state));
    expect(states.toSorted()).toEqual(["STARTED", "SUCCESS"]);
  });
});

describe("a worker can be told to end", () => {
  it("its handler is asked to stop, and the task is given back", async () => {
    const { test, count, runs } = counted((signal) => signal.throwIfAborted());
    test.faults.stopWorker();
    const handle = await test.client.enqueue(count, "a");
    await test.drain();
    await test.advance("1m");
    expect(runs).toEqual([1, 2]);
    expect(await test.task(handle)).toMatchObject({ state: "SUCCESS", retries: 0 });
  });
});

describe("clocks can be set back", () => {
  it("those of client and workers, and a task still starts at its time", async () => {
    const { test, count, runs } = counted();
    test.faults.clockBack("10m");
    const before = test.now();
    const { taskId } = await test.client.enqueue(count, "a");
    expect(test.enqueued(count)[0]?.enqueuedAt).toBe(before - 600_000);
    await test.drain();
    expect(runs).toEqual([1]);
    expect(test.now()).toBe(before);
    expect(test.history(taskId)[0]?.at).toBe(before);
  });
});

describe("what is asked for is checked", () => {
  it.each([0, -1, 1.5])("%d times", (times) => {
    const { test } = counted();
    expect(() => test.faults.loseWorker({ times })).toThrow(
      /^times is .*: expected a whole number/,
    );
  });
});
