import type { Resources } from "@celeriac/core";
import { CeleriacError, defineApp } from "celeriac";
import { createClient } from "celeriac/client";
import { createLambdaHandler } from "celeriac/lambda";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { app } from "./fixture/app.ts";
import { type CuttableProxy, startCuttableProxy } from "./fixture/cuttable-proxy.ts";
import { type System, startSystem } from "./fixture/system.ts";
import * as tasks from "./fixture/tasks.ts";

let system: System;
beforeAll(async () => {
  system = await startSystem({ functions: ["default"] });
  await system.worker();
});
afterAll(() => system.stop());

const wait = { timeout: "30s" } as const;
const errorOf = async (work: Promise<unknown>): Promise<CeleriacError> => {
  const error: unknown = await work.then(
    (value) => new Error(`expected an error, got ${JSON.stringify(value)}`),
    (thrown: unknown) => thrown,
  );
  if (!CeleriacError.is(error)) throw error;
  return error;
};
const byHand = (task: string, taskId: string, value?: string | number | { text: number }) => ({
  version: 1 as const,
  taskId,
  task,
  generation: 0,
  enqueuedAt: Date.now(),
  hops: 0,
  ...(value === undefined ? {} : { input: { kind: "inline" as const, value } }),
});

describe("what a caller gets wrong is refused at the caller, and nothing is sent", () => {
  it("an input that the schema refuses", async () => {
    const input = { text: 42 } as unknown as { text: string };
    const error = await errorOf(system.client.enqueue(tasks.echo.worker, input));
    expect([error.code, error.message]).toEqual([
      "invalid-input",
      expect.stringMatching(/echo\.worker.*text/),
    ]);
    expect(error.message).not.toContain("42");
  });

  it("what JSON cannot carry", async () => {
    const input = { ms: 1n } as unknown as { ms: number };
    expect((await errorOf(system.client.enqueue(tasks.slow.worker, input))).code).toBe(
      "invalid-input",
    );
  });

  it("1 MiB + 1 byte of input is not too much: it travels by reference", async () => {
    const text = "x".repeat(1_048_577 - '{"text":"","repeat":1}'.length);
    const handle = await system.client.enqueue(tasks.large.worker, { text, repeat: 1 });
    expect(await handle.result(wait)).toBe(text);
    expect((await system.record(handle.taskId))?.input?.bytes).toBe(1_048_577);
  });

  it("a message of 1 MiB + 1 byte by hand is SQS's to refuse", async () => {
    const answer = await system.ports.sender.send("worker", { body: "x".repeat(1_048_577) });
    expect(answer).toMatchObject({ ok: false, error: { retryable: false } });
  });

  it("in the middle of many, its neighbours are sent", async () => {
    const inputs = [{ text: "a" }, { text: 1 as unknown as string }, { text: "c" }];
    const outcomes = await system.client.enqueueMany(tasks.echo.worker, inputs);
    expect(outcomes.map(({ ok }) => ok)).toEqual([true, false, true]);
  });
});

describe("what only the worker can see ends with its reason, in the dead-letter queue", () => {
  const reasonOf = async (queue: string, taskId: string | undefined): Promise<string[]> => {
    const letters = await system.client.deadLetters(queue).list();
    return letters.filter((letter) => letter.taskId === taskId).map(({ reason }) => reason);
  };

  it.each(["default", "worker"])("an input that the schema refuses (%s)", async (queue) => {
    const host = queue === "default" ? "lambda" : "worker";
    const taskId = `refused-${host}`;
    await system.sendByHand(queue, byHand(`echo.${host}`, taskId, { text: 7 }));
    await system.recorded(taskId, (record) => record.deadLetteredGeneration === 1);
    expect(await system.record(taskId)).toMatchObject({ reason: "invalid-input", attempts: 1 });
    expect(await reasonOf(queue, taskId)).toEqual(["invalid-input"]);
  });

  it.each(["default", "worker"])("a body that is not JSON (%s)", async (queue) => {
    await system.sendByHand(queue, "{ not json");
    await system.drained(queue);
    expect(await reasonOf(queue, undefined)).toContain("undecodable");
  });

  it.each(["default", "worker"])(
    "a task that nobody knows, after the grace (%s)",
    async (queue) => {
      const taskId = `unknown-${queue}`;
      await system.sendByHand(queue, byHand("nobody.knows", taskId));
      const record = await system.recorded(taskId, ({ state }) => state === "FAILURE");
      expect([record.reason, record.error?.message]).toEqual([
        "unknown-task",
        expect.stringContaining('"nobody.knows"'),
      ]);
      await system.recorded(taskId, (each) => each.deadLetteredGeneration === 1);
      expect(await reasonOf(queue, taskId)).toEqual(["unknown-task"]);
    },
  );
});

describe("AWS that cannot be reached loses nothing", () => {
  let sqs: CuttableProxy;
  let dynamodb: CuttableProxy;
  let behind: Resources;
  beforeAll(async () => {
    const { endpoints = {} } = system.aws.resources;
    sqs = await startCuttableProxy(endpoints.sqs ?? "");
    dynamodb = await startCuttableProxy(endpoints.dynamodb ?? "");
    behind = {
      ...system.aws.resources,
      endpoints: { ...endpoints, sqs: sqs.url, dynamodb: dynamodb.url },
    };
  });
  afterAll(async () => {
    await sqs.close();
    await dynamodb.close();
  });

  it("at enqueue: the caller is told, and the same id can be enqueued again", async () => {
    const client = createClient(app, { resources: behind });
    await sqs.cut();
    const error = await errorOf(client.enqueue(tasks.echo.worker, { text: "x" }));
    await sqs.mend();
    expect([error.code, error.retryable]).toEqual(["unreachable", true]);
    const taskId = String(error.details["taskId"]);
    const handle = await client.enqueue(tasks.echo.worker, { text: "again" }, { taskId });
    expect(await handle.result(wait)).toMatchObject({ text: "again" });
    await client.close();
  });

  it("at receive and at complete: the worker goes on when AWS is back", async () => {
    const worker = await system.worker({ CELERIAC_RESOURCES: JSON.stringify(behind) });
    const handles = await Promise.all(
      Array.from({ length: 10 }, () => system.client.enqueue(tasks.slow.worker, { ms: 1000 })),
    );
    await system.started(handles[0]?.taskId ?? "");
    await dynamodb.cut();
    await sqs.cut();
    await worker.line(({ message }) => String(message).includes("receiv"));
    await dynamodb.mend();
    await sqs.mend();
    const results = await Promise.all(handles.map((handle) => handle.result({ timeout: "50s" })));
    expect(results).toEqual(Array.from({ length: 10 }, () => "whole"));
    worker.kill("SIGTERM");
    expect(await worker.exited).toBe(0);
  });
});

describe("a wrong configuration is one clear error", () => {
  const clientOf = (change: Partial<Resources>) =>
    createClient(app, { resources: { ...system.aws.resources, ...change } });
  const enqueue = (client: ReturnType<typeof clientOf>): Promise<CeleriacError> =>
    errorOf(client.enqueue(tasks.echo.worker, { text: "" })).finally(() => client.close());

  it("a wrong endpoint names the endpoint", async () => {
    const endpoints = { ...system.aws.resources.endpoints, sqs: "http://127.0.0.1:9" };
    const error = await enqueue(clientOf({ endpoints }));
    expect([error.code, error.message]).toEqual([
      "unreachable",
      expect.stringContaining("127.0.0.1:9"),
    ]);
  });

  it("a missing queue names the queue", async () => {
    const { queues } = system.aws.resources;
    const { url = "", arn = "" } = queues["worker"] ?? {};
    const worker = { url: `${url}-gone`, arn };
    const error = await enqueue(clientOf({ queues: { ...queues, worker } }));
    expect([error.code, error.message]).toEqual([
      "queue-not-found",
      expect.stringContaining("worker"),
    ]);
  });

  it("a missing table names the table", async () => {
    const client = clientOf({ table: "no-such-table" });
    const error = await errorOf(client.handle(tasks.echo.worker, "x").outcome());
    await client.close();
    expect([error.code, error.message]).toEqual([
      "table-not-found",
      expect.stringContaining("no-such-table"),
    ]);
  });

  it("no credentials: says what to set", async () => {
    const names = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE"];
    const saved = names.map((name) => [name, process.env[name]] as const);
    for (const name of names) delete process.env[name];
    process.env["AWS_EC2_METADATA_DISABLED"] = "true";
    const error = await enqueue(clientOf({ credentials: undefined }));
    for (const [name, value] of saved) if (value !== undefined) process.env[name] = value;
    expect([error.code, error.message]).toEqual([
      "credentials-missing",
      expect.stringContaining("AWS_ACCESS_KEY_ID"),
    ]);
  });

  it("no resources: says which variable", () => {
    expect(() => createClient(app)).toThrow(/^CELERIAC_RESOURCES is not set/);
  });

  it("a task without a handler is an error at start", () => {
    const { resources } = system.aws;
    expect(() => createLambdaHandler(app, [], { resources })).toThrow(/echo\.lambda/);
  });

  it("resources of another app are refused, naming both", () => {
    const other = defineApp({
      name: "other",
      tasks: [{ ...tasks.brief, name: "only.here" }],
    });
    const { resources } = system.aws;
    expect(() => createClient(other, { resources })).toThrow(/"e2e".*"other"/);
  });
});
