import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createAwsPorts } from "@celeriac/aws";
import { scheduledTaskId } from "celeriac";
import { type ConnectedClient, createClient } from "celeriac/client";
import { type EmbeddedAws, type EmbeddedLogLine, startEmbeddedAws } from "celeriac/local";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { app, SECRET, tasks } from "./fixture/clock-app.ts";
import { JOURNAL_VARIABLE, readEntries } from "./fixture/journal.ts";
import { isAlive, until } from "./fixture/system.ts";
import { startWorkerProcess, type WorkerProcess } from "./fixture/worker-process.ts";

const fixture = (name: string): string =>
  fileURLToPath(new URL(`./fixture/${name}`, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "celeriac-clock-"));
const journal = join(folder, "journal.jsonl");
const environment = { [JOURNAL_VARIABLE]: journal };
const wait = { timeout: "50s" } as const;
/** The ticks of a few nights, by schedule's UTC. */
const night = (day: number): Date => new Date(Date.UTC(2026, 10, day, 3));

let aws: EmbeddedAws;
let client: ConnectedClient;
let worker: WorkerProcess;
const logs: EmbeddedLogLine[] = [];

beforeAll(async () => {
  aws = await startEmbeddedAws(app, {
    functions: { default: { entry: fixture("clock-lambda.ts"), environment } },
    onLog: (line) => logs.push(line),
  });
  client = createClient(app, { resources: aws.resources });
  worker = startWorkerProcess({ ...aws.environment, ...environment }, fixture("clock-worker.ts"));
  await worker.ready;
});

afterAll(async () => {
  await client.close();
  if (isAlive(worker.pid)) worker.kill("SIGKILL");
  await worker.exited;
  await aws.stop();
  rmSync(folder, { recursive: true });
});

const startsOf = (taskId: string): number =>
  readEntries(journal).filter((entry) => entry.taskId === taskId).length;

it("an interval ticks by itself, and its task is found by schedule and tick", async () => {
  const heartbeat = (): number =>
    aws.schedules().find(({ name }) => name === "heartbeat")?.at ?? Number.NaN;
  const first = heartbeat();
  // The next one is known once the first was sent.
  await until(async () => heartbeat() > Date.now());
  const tick = heartbeat() - 3_600_000;
  expect([tick, heartbeat()]).toContain(first);
  const handle = client.handle(tasks.worker.report, scheduledTaskId("heartbeat", tick));
  expect(await handle.result(wait)).toEqual({ tick, days: 7 });
  expect(await handle.outcome()).toMatchObject({ state: "SUCCESS", attempts: 1, enqueuedAt: tick });
});

it("the others wait for their time, by their zone's clocks", () => {
  const due = Object.fromEntries(
    aws.schedules().map(({ name, at }) => [name, new Date(at).toISOString().slice(11)]),
  );
  expect(due).toMatchObject({
    "report-lambda": "18:00:00.000Z",
    "sweep-lambda": "03:00:00.000Z",
  });
});

describe.each(["lambda", "worker"] as const)("on the %s, a tick", (host) => {
  it("that is fired twice at once is one task, which a client follows as any other", async () => {
    const fired = await Promise.all([
      aws.fireSchedule(`report-${host}`, night(20)),
      aws.fireSchedule(`report-${host}`, night(20)),
    ]);
    const taskId = scheduledTaskId(`report-${host}`, night(20));
    expect(fired).toEqual([taskId, taskId]);
    const handle = client.handle(tasks[host].report, taskId);
    expect(await handle.result(wait)).toEqual({ tick: night(20).getTime(), days: 7 });
    await aws.fireSchedule(`report-${host}`, night(20));
    const later = await aws.fireSchedule(`report-${host}`, night(21));
    await client.handle(tasks[host].report, later).result(wait);
    await drained(host);
    expect(startsOf(taskId)).toBe(1);
    expect(await handle.outcome()).toMatchObject({ attempts: 1 });
  });

  it("of a task that keeps no result is one task too", async () => {
    const taskId = await aws.fireSchedule(`sweep-${host}`, night(20));
    await aws.fireSchedule(`sweep-${host}`, night(20));
    const handle = client.handle(tasks[host].sweep, taskId);
    await until(async () => (await handle.outcome()).state === "SUCCESS");
    await drained(host);
    expect(startsOf(taskId)).toBe(1);
  });

  it("that was revoked before it came does not start", async () => {
    const taskId = scheduledTaskId(`report-${host}`, night(24));
    const handle = client.handle(tasks[host].report, taskId);
    expect(await handle.revoke()).toBe("revoked");
    await aws.fireSchedule(`report-${host}`, night(24));
    await drained(host);
    expect(await handle.outcome()).toMatchObject({ state: "REVOKED" });
    expect(startsOf(taskId)).toBe(0);
  });

  it("that fails is in the dead-letter queue, and none of it shows what is redacted", async () => {
    const taskId = await aws.fireSchedule(`secretive-${host}`, night(20));
    const handle = client.handle(tasks[host].secretive, taskId);
    await expect(handle.result(wait)).rejects.toMatchObject({ code: "task-failed" });
    const outcome = await handle.outcome();
    let letters: readonly object[] = [];
    await until(async () => {
      letters = await client.deadLetters(queueOf[host]).list();
      return letters.length > 0;
    });
    expect(letters[0]).toMatchObject({ taskId, reason: "error" });
    const shown = [...logs, ...worker.lines, outcome, ...letters];
    expect(shown.length).toBeGreaterThan(3);
    expect(shown.filter((each) => JSON.stringify(each).includes(SECRET))).toEqual([]);
  });
});

const queueOf = { lambda: "default", worker: "worker" } as const;

/** Resolves once a queue holds nothing, so that no message is left that could start anything. */
async function drained(host: "lambda" | "worker"): Promise<void> {
  const ports = createAwsPorts(aws.resources);
  await until(async () => {
    const { visible, inFlight } = await ports.queueDepth(queueOf[host]);
    return visible + inFlight === 0;
  });
  await ports.close();
}
