import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { CeleriacError, defineApp, defineTask, fargate, handle, lambda } from "celeriac";
import { startLocal } from "celeriac/local";
import { describe, expect, it, onTestFinished } from "vitest";
import { z } from "zod";
import { greet, app as hello } from "../../examples/hello/src/app.ts";
import { isAlive } from "./fixture/system.ts";

const double = defineTask({
  name: "double",
  input: z.number(),
  output: z.number(),
  run: (n, ctx) => {
    ctx.logger.info("doubling", { n });
    return n * 2;
  },
});
const total = defineTask({ name: "total", queue: "slow", output: z.number() });
const endless = defineTask({
  name: "endless",
  retry: { maxRetries: 0 },
  run: () => new Promise(() => undefined),
});
const app = defineApp({
  name: "local",
  tasks: [double, total, endless],
  queues: { default: lambda({ timeout: "3s" }), slow: fargate() },
});
const handlers = [
  handle(total, async (_input, ctx) => {
    const child = await ctx.client.enqueue(double, 21);
    return child.result({ timeout: "10s" });
  }),
];

describe("an app runs on one machine, in this process", () => {
  it("queues of both kinds, and a task that waits for another", async () => {
    await using local = await startLocal(app, { handlers });
    const enqueued = await local.client.enqueue(total);
    expect(await enqueued.result({ timeout: "10s" })).toBe(42);
    const outcome = await enqueued.outcome();
    expect(outcome.host).toContain(`/${process.pid}`);
    expect(local.environment["CELERIAC_RESOURCES"]).toContain(local.resources.table);
  });

  it("four at the same time, each on its own", async () => {
    const locals = await Promise.all([1, 2, 3, 4].map(() => startLocal(app, { handlers })));
    const tables = new Set(locals.map(({ resources }) => resources.table));
    expect(tables.size).toBe(4);
    const results = await Promise.all(
      locals.map(async ({ client }, n) => {
        const enqueued = await client.enqueue(double, n, { taskId: "same" });
        return enqueued.result({ timeout: "10s" });
      }),
    );
    expect(results).toEqual([0, 2, 4, 6]);
    await Promise.all(locals.map((local) => local.stop()));
    for (const { aws } of locals)
      for (const pid of aws.processIds()) expect(isAlive(pid)).toBe(false);
  });

  it("a task of a Lambda queue has its function's time", async () => {
    await using local = await startLocal(app, { handlers });
    const enqueued = await local.client.enqueue(endless);
    await expect(enqueued.result({ timeout: "20s" })).rejects.toMatchObject({
      code: "task-failed",
    });
    expect(await enqueued.outcome()).toMatchObject({ state: "FAILURE", reason: "time-limit" });
  });

  it("a queue whose function is named is consumed by that, in a process of its own", async () => {
    const entry = fileURLToPath(import.meta.resolve("../../examples/hello/src/lambda.ts"));
    await using local = await startLocal(hello, { functions: { default: { entry } } });
    const enqueued = await local.client.enqueue(greet, { name: "Ishmael" });
    expect(await enqueued.result({ timeout: "20s" })).toMatchObject({
      greeting: "Hello, Ishmael, at attempt 1!",
    });
    expect((await enqueued.outcome()).host).not.toContain(`/${process.pid}`);
  });

  it("queues that it does not consume keep their messages", async () => {
    await using local = await startLocal(app, { queues: [] });
    const { taskId } = await local.client.enqueue(double, 1);
    expect(await local.client.handle(double, taskId).outcome()).toMatchObject({ state: "PENDING" });
  });

  it("finds the data of a folder again", async () => {
    const dataDir = mkdtempSync(join(tmpdir(), "start-local-"));
    onTestFinished(() => rmSync(dataDir, { recursive: true }));
    const before = await startLocal(app, { dataDir, queues: [] });
    const { taskId } = await before.client.enqueue(double, 4);
    await before.stop();
    await using local = await startLocal(app, { dataDir, handlers });
    expect(await local.client.handle(double, taskId).result({ timeout: "10s" })).toBe(8);
  });

  it("and is down however often it is stopped", async () => {
    const local = await startLocal(app, { handlers });
    const stopped = local.stop();
    expect(local.stop()).toBe(stopped);
    await stopped;
    await expect(local.client.enqueue(double, 1)).rejects.toSatisfy((error) =>
      CeleriacError.is(error),
    );
  });
});

describe("what cannot run is refused before anything is started", () => {
  it("a task without a handler, and a queue that is consumed twice", async () => {
    // No folder can be made below a file.
    const unstartable = { dataDir: `${import.meta.filename}/data` };
    await expect(startLocal(app, { ...unstartable, handlers })).rejects.toThrow("ENOTDIR");
    await expect(startLocal(app, unstartable)).rejects.toThrow('task "total" has no handler');
    const functions = { default: { entry: "lambda.ts" } };
    const both = startLocal(app, { handlers, functions, queues: ["default"] });
    await expect(both).rejects.toThrow('queue "default" is in both');
  });
});
