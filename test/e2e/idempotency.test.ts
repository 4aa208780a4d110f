import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { TaskHandle } from "celeriac";
import { type ConnectedClient, createClient } from "celeriac/client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { JOURNAL_VARIABLE, type JournalEntry, readEntries } from "./fixture/journal.ts";
import { charge, type Host, keyedApp, ship } from "./fixture/keyed-app.ts";
import { startAws, type TestedAws } from "./fixture/start-aws.ts";
import { isAlive, until } from "./fixture/system.ts";
import { startWorkerProcess, type WorkerProcess } from "./fixture/worker-process.ts";

const fixture = (name: string): string =>
  fileURLToPath(new URL(`./fixture/${name}`, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "celeriac-keyed-"));
const journal = join(folder, "journal.jsonl");
const environment = { [JOURNAL_VARIABLE]: journal };
const wait = { timeout: "50s" } as const;
const other = { lambda: "worker", worker: "lambda" } as const;

let aws: TestedAws;
let clients: Readonly<Record<Host, ConnectedClient>>;
const workers: WorkerProcess[] = [];

async function startWorker(): Promise<WorkerProcess> {
  const worker = startWorkerProcess(
    { ...aws.environment, ...environment },
    fixture("keyed-worker.ts"),
  );
  workers.push(worker);
  await worker.ready;
  return worker;
}

beforeAll(async () => {
  const functions = { default: { entry: fixture("keyed-lambda.ts"), environment } };
  aws = await startAws(keyedApp("lambda"), { functions });
  const { resources } = aws;
  clients = {
    lambda: createClient(keyedApp("lambda"), { resources }),
    worker: createClient(keyedApp("worker"), { resources }),
  };
  await startWorker();
});

afterAll(async () => {
  for (const client of Object.values(clients)) await client.close();
  for (const worker of workers) {
    if (isAlive(worker.pid)) worker.kill("SIGKILL");
    await worker.exited;
  }
  await aws.stop();
  rmSync(folder, { recursive: true });
});

const startsOf = (
  ...handles: readonly Pick<TaskHandle<unknown>, "taskId">[]
): readonly JournalEntry[] =>
  readEntries(journal).filter(
    ({ taskId, event }) => event === "start" && handles.some((handle) => handle.taskId === taskId),
  );

describe.each(["lambda", "worker"] as const)("a key that the %s has taken first", (host) => {
  it("is done once, and a task on the other host has the result, however large", async () => {
    const input = { order: `done-${host}`, ms: 0, text: "é".repeat(40_000) };
    const first = await clients[host].enqueue(charge, input);
    const result = await first.result(wait);
    expect(result).toEqual({ host, by: first.taskId, text: input.text });
    const second = await clients[other[host]].enqueue(charge, input);
    expect(await second.result(wait)).toEqual(result);
    expect(startsOf(first, second)).toHaveLength(1);
  });

  it("is waited for by a task on the other host while it is under way", async () => {
    const input = { order: `waits-${host}`, ms: 4000 };
    const first = await clients[host].enqueue(charge, input);
    await until(async () => startsOf(first).length === 1);
    const second = await clients[other[host]].enqueue(charge, input);
    expect(await second.result(wait)).toMatchObject({ host, by: first.taskId });
    expect(await first.result(wait)).toMatchObject({ host, by: first.taskId });
    expect(startsOf(first, second)).toHaveLength(1);
  });

  it("is refused to another input, and to repeats where they are rejected", async () => {
    const input = { order: `refused-${host}`, ms: 0 };
    const first = await clients[host].enqueue(charge, input);
    await first.result(wait);
    const differs = await clients[other[host]].enqueue(charge, { ...input, text: "another" });
    await expect(differs.result(wait)).rejects.toThrow(
      `task ${first.taskId} has the idempotency key`,
    );
    const shipped = await clients[host].enqueue(ship, input);
    await shipped.result(wait);
    const repeat = await clients[other[host]].enqueue(ship, input);
    await expect(repeat.result(wait)).rejects.toMatchObject({
      code: "task-failed",
      details: { reason: "rejected" },
      cause: { cause: { code: "idempotency-repeated" } },
    });
    expect(startsOf(differs, repeat)).toEqual([]);
  });
});

it("of 20 tasks of one key on both hosts at once, one is run, and all have its result", async () => {
  const input = { order: "at once", ms: 500 };
  const handles = await Promise.all(
    Array.from({ length: 20 }, (_, n) =>
      clients[n % 2 === 0 ? "lambda" : "worker"].enqueue(charge, input),
    ),
  );
  const results = await Promise.all(handles.map((handle) => handle.result(wait)));
  expect(startsOf(...handles)).toHaveLength(1);
  expect(new Set(results.map((result) => JSON.stringify(result))).size).toBe(1);
});

it("a worker that is killed in its midst leaves it to a task on the Lambda", async () => {
  const input = { order: "killed", ms: 2000 };
  const first = await clients.worker.enqueue(charge, input);
  await until(async () => startsOf(first).length === 1);
  workers.at(-1)?.kill("SIGKILL");
  const second = await clients.lambda.enqueue(charge, input);
  expect(await second.result(wait)).toMatchObject({ host: "lambda", by: second.taskId });
  await startWorker();
  expect(await first.result(wait)).toMatchObject({ host: "lambda", by: second.taskId });
  expect(startsOf(first, second)).toHaveLength(2);
});
