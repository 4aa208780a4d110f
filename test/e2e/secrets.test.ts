import { afterAll, beforeAll, expect, it } from "vitest";
import { type System, startSystem } from "./fixture/system.ts";
import * as tasks from "./fixture/tasks.ts";

const SECRET = "hunter2-4929123412341234";

let system: System;
beforeAll(async () => {
  system = await startSystem({ functions: ["default"] });
});
afterAll(() => system.stop());

const byHand = (task: string, taskId: string, text: unknown) => ({
  version: 1 as const,
  taskId,
  task,
  generation: 0,
  enqueuedAt: Date.now(),
  hops: 0,
  input: { kind: "inline" as const, value: JSON.parse(JSON.stringify({ text })) },
});

it("neither a worker, nor a function, nor the embedded AWS writes down what tasks are given and answer", async () => {
  const worker = await system.worker();
  for (const host of ["lambda", "worker"] as const) {
    const queue = host === "lambda" ? "default" : "worker";
    const handle = await system.client.enqueue(tasks.echo[host], { text: SECRET });
    expect(await handle.result({ timeout: "30s" })).toEqual({ text: SECRET, host });
    await system.sendByHand(queue, `${SECRET} is no envelope`);
    await system.sendByHand(queue, byHand(`echo.${host}`, `refused-${host}`, [SECRET]));
    await system.sendByHand(queue, byHand("nobody.knows", `unknown-${host}`, SECRET));
    await system.recorded(`refused-${host}`, (each) => each.deadLetteredGeneration === 1);
    await system.recorded(`unknown-${host}`, (each) => each.deadLetteredGeneration === 1);
    await system.drained(queue);
    // A task that nobody knows has no paths to redact: nothing of it is shown.
    expect((await system.record(`unknown-${host}`))?.inputPreview).toBeUndefined();
  }
  worker.kill("SIGTERM");
  expect(await worker.exited).toBe(0);
  const lines = [...worker.lines, ...system.logs].map((line) => JSON.stringify(line));
  expect(lines.length).toBeGreaterThan(10);
  expect(lines.filter((line) => line.includes("task failed"))).toHaveLength(4);
  expect(lines.filter((line) => line.includes(SECRET))).toEqual([]);
});
