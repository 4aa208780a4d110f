import { setTimeout as sleepForReal } from "node:timers/promises";
import {
  type AnyTask,
  type App,
  CeleriacError,
  defineApp,
  defineTask,
  fargate,
  handle,
  RejectError,
} from "@celeriac/core";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createMemoryApp } from "./memory-app.ts";

const double = defineTask({
  name: "double",
  input: z.object({ number: z.number() }),
  output: z.number(),
  run: ({ number }) => number * 2,
});

describe("tasks run when the test says so", () => {
  it("not before", async () => {
    const { client, store } = createMemoryApp(appOf(double));
    const { taskId } = await client.enqueue(double, { number: 2 });
    expect(store.record(taskId)).toBeUndefined();
  });

  it("all that are due, with drain", async () => {
    const test = createMemoryApp(appOf(double));
    const handles = await Promise.all(
      Array.from({ length: 25 }, (_, number) => test.client.enqueue(double, { number })),
    );
    await test.drain();
    for (const { taskId } of handles) expect(test.store.record(taskId)?.state).toBe("SUCCESS");
    expect(test.queues.peek("default")).toEqual([]);
  });

  it("when their time has come, with advance", async () => {
    const test = createMemoryApp(appOf(double));
    const { taskId } = await test.client.enqueue(double, { number: 2 }, { delay: "5m" });
    await test.drain();
    await test.advance("299s");
    expect(test.store.record(taskId)).toBeUndefined();
    await test.advance("1s");
    expect(test.store.record(taskId)).toMatchObject({
      state: "SUCCESS",
      startedAt: test.clock.now(),
    });
  });

  it("when a schedule fires for a far eta", async () => {
    const test = createMemoryApp(appOf(double));
    const eta = new Date(test.clock.now() + 3_600_000);
    const { taskId } = await test.client.enqueue(double, { number: 2 }, { eta });
    expect(test.schedules.schedules()).toHaveLength(1);
    await test.advance("61m");
    expect(test.store.record(taskId)).toMatchObject({ state: "SUCCESS", startedAt: eta.getTime() });
  });

  it("while somebody waits for a handle", async () => {
    const { client } = createMemoryApp(appOf(double));
    const handle = await client.enqueue(double, { number: 21 }, { delay: "1m" });
    expect(await handle.result({ timeout: "2m" })).toBe(42);
  });

  it("those that tasks enqueue, and wait for, too", async () => {
    const parent = defineTask({
      name: "parent",
      output: z.number(),
      run: async (_input, ctx) => {
        const child = await ctx.client.enqueue(double, { number: 4 });
        return (await child.result()) + 1;
      },
    });
    const test = createMemoryApp(appOf(double, parent));
    const enqueued = await test.client.enqueue(parent);
    await test.drain();
    expect(await enqueued.result()).toBe(9);
    const child = test.store.records().find(({ task }) => task === "double");
    expect(child?.parentId).toBe(enqueued.taskId);
  });
});

describe("what goes wrong goes wrong as it would on AWS", () => {
  it("retries run when their backoff has passed", async () => {
    const starts: number[] = [];
    const flaky = defineTask({
      name: "flaky",
      retry: { maxRetries: 3, backoff: "10s", jitter: "none" },
      run: (_input, ctx) => {
        starts.push(test.clock.now());
        if (ctx.attempt < 3) throw new Error("not yet");
      },
    });
    const test = createMemoryApp(appOf(flaky));
    const start = test.clock.now();
    const { taskId } = await test.client.enqueue(flaky);
    await test.drain();
    expect(test.store.record(taskId)).toMatchObject({ state: "RETRY", attempts: 1 });
    await test.advance("2m");
    expect(test.store.record(taskId)).toMatchObject({ state: "SUCCESS", attempts: 3 });
    expect(starts.map((each) => each - start)).toEqual([0, 10_000, 30_000]);
  });

  it("what is rejected lies in the dead-letter queue, and runs anew when it is redriven", async () => {
    let cause = "the disk is full";
    const rejected = defineTask({
      name: "rejected",
      run: () => {
        if (cause !== "") throw new RejectError(cause);
      },
    });
    const test = createMemoryApp(appOf(rejected));
    const { taskId } = await test.client.enqueue(rejected);
    await test.drain();
    expect(test.deadLetters("default")).toMatchObject([
      {
        taskId,
        task: "rejected",
        reason: "rejected",
        error: "RejectError: the disk is full",
        generation: 1,
      },
    ]);
    cause = "";
    await test.client.deadLetters("default").redrive();
    await test.drain();
    expect(test.store.record(taskId)).toMatchObject({ state: "SUCCESS", generation: 1 });
    expect(test.deadLetters("default")).toEqual([]);
  });

  it("a message that is no envelope is a dead letter too", async () => {
    const test = createMemoryApp(appOf(double));
    await test.queues.send("default", { body: "no envelope" });
    await test.drain();
    expect(test.deadLetters("default")).toMatchObject([
      { taskId: undefined, reason: "undecodable", body: "no envelope" },
    ]);
  });

  it("a handler that never ends is ended by its time limit", async () => {
    const endless = defineTask({
      name: "endless",
      timeLimit: "20s",
      retry: { maxRetries: 0 },
      run: () => new Promise(() => undefined),
    });
    const test = createMemoryApp(appOf(endless));
    const { taskId } = await test.client.enqueue(endless);
    await test.advance("30s");
    expect(test.store.record(taskId)).toMatchObject({ state: "FAILURE", reason: "time-limit" });
  });

  it("a handler that never ends keeps its lease, and holds up nothing else", async () => {
    const endless = defineTask({ name: "endless", run: () => new Promise(() => undefined) });
    const app = defineApp({
      name: "test",
      tasks: [endless, double],
      queues: { default: fargate({ lease: "3s" }) },
    });
    const test = createMemoryApp(app);
    const { taskId } = await test.client.enqueue(endless);
    const enqueued = await test.client.enqueue(double, { number: 1 }, { delay: "10m" });
    await test.advance("1h");
    expect(test.store.record(taskId)).toMatchObject({ state: "STARTED", attempts: 1 });
    expect(test.store.record(taskId)?.leaseUntil).toBeGreaterThan(test.clock.now());
    expect(test.store.record(enqueued.taskId)?.state).toBe("SUCCESS");
  });

  it("a revoked task does not start", async () => {
    const test = createMemoryApp(appOf(double));
    const enqueued = await test.client.enqueue(double, { number: 1 });
    expect(await enqueued.revoke()).toBe("revoked");
    await test.drain();
    expect(test.store.record(enqueued.taskId)).toMatchObject({ state: "REVOKED", attempts: 0 });
    expect(test.queues.peek("default")).toEqual([]);
  });
});

describe("handlers may do real work", () => {
  const slow = defineTask({
    name: "slow",
    output: z.string(),
    run: async () => {
      await sleepForReal(3);
      return "done";
    },
  });

  it("drain waits for it", async () => {
    const test = createMemoryApp(appOf(slow));
    const { taskId } = await test.client.enqueue(slow);
    await test.drain();
    expect(test.store.record(taskId)?.state).toBe("SUCCESS");
  });

  it("time does not go on meanwhile", async () => {
    const test = createMemoryApp(appOf(slow), [], { patienceTurns: 1_000_000_000 });
    const enqueued = await test.client.enqueue(slow);
    expect(await enqueued.result()).toBe("done");
    expect(test.store.record(enqueued.taskId)).toMatchObject({
      startedAt: enqueuedAt(test, enqueued),
    });
    expect(test.store.record(enqueued.taskId)?.finishedAt).toBe(enqueuedAt(test, enqueued));
  });
});

describe("a test app is made of the app as it is", () => {
  const bare = defineTask({ name: "bare", output: z.string() });

  it("handlers are bound as in a worker's entry", async () => {
    const { client } = createMemoryApp(appOf(bare), [handle(bare, () => "handled")]);
    expect(await (await client.enqueue(bare)).result()).toBe("handled");
  });

  it("a task that nothing runs is an error at once", () => {
    expect(() => createMemoryApp(appOf(bare))).toThrow(
      expect.toSatisfy((error: unknown) => CeleriacError.is(error, "missing-handler")),
    );
  });

  it("queues that are not consumed keep their messages", async () => {
    const test = createMemoryApp(appOf(bare), [], { queues: [] });
    const { taskId } = await test.client.enqueue(bare);
    await test.drain();
    expect(test.store.record(taskId)).toBeUndefined();
    expect(test.queues.depth("default").visible).toBe(1);
  });

  it("the same seed gives the same ids", async () => {
    const ids = [5, 5, 6].map(async (seed) => {
      const { client } = createMemoryApp(appOf(double), [], { seed });
      return (await client.enqueue(double, { number: 1 })).taskId;
    });
    const [first, second, third] = await Promise.all(ids);
    expect(second).toBe(first);
    expect(third).not.toBe(first);
  });

  it("its log can be read", async () => {
    const test = createMemoryApp(appOf(double));
    const { taskId } = await test.client.enqueue(double, { number: 1 });
    await test.drain();
    expect(test.logger.lines.some(({ fields }) => fields["taskId"] === taskId)).toBe(true);
  });
});

function appOf(...tasks: AnyTask[]): App {
  return defineApp({ name: "test", tasks });
}

function enqueuedAt(
  test: ReturnType<typeof createMemoryApp>,
  { taskId }: { readonly taskId: string },
): number | undefined {
  return test.store.record(taskId)?.enqueuedAt;
}
