import type { TaskOutcome } from "celeriac";
import { type ConnectedClient, createClient } from "celeriac/client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createProject, type DevProcess, type Project, startDev } from "./dev-process.ts";
import { app, crush, press, spoil, stamp } from "./project/src/app.ts";

let project: Project;
let dev: DevProcess;
let client: ConnectedClient;
beforeAll(async () => {
  project = createProject();
  dev = await startDev(project);
  client = createClient(app, { resources: dev.resources });
});
afterAll(async () => {
  await client.close();
  dev.signal("SIGINT");
  expect(await dev.ended).toEqual({ code: 0, signal: null });
  project.remove();
});

const SAVES = 10;
const TASKS = 200;
const AT_A_TIME = 8;
const FILES = { "lambda:default": "src/lambda.ts", worker: "src/worker.ts" } as const;

/** Saves a host's code and resolves once the host has taken it. */
async function saveVersion(host: keyof typeof FILES, version: number): Promise<void> {
  const before = dev.lines().length;
  project.save(FILES[host], (text) => text.replace(/VERSION = \d+/, `VERSION = ${version}`));
  await dev.line(
    ({ event, hosts }) => event === "reloaded" && hosts?.includes(host) === true,
    before,
  );
}

function startsOf(id: string): number {
  return dev.lines().filter(({ state, taskId }) => state === "STARTED" && taskId === id).length;
}

describe("code that is saved while tasks come", () => {
  it("runs from then on, and every task ends in success, started once", async () => {
    const ids: string[] = [];
    const versions = new Set<number>();
    let isSaving = true;
    const sendAndWait = async (): Promise<void> => {
      while (isSaving || ids.length < TASKS) {
        const task = ids.length % 2 === 0 ? stamp : press;
        const handle = await client.enqueue(task, { n: ids.length });
        ids.push(handle.taskId);
        versions.add((await handle.result({ timeout: "30s" })).version);
      }
    };
    const sending = Promise.all(Array.from({ length: AT_A_TIME }, sendAndWait));
    for (let version = 1; version <= SAVES; version++) {
      await saveVersion(version % 2 === 0 ? "worker" : "lambda:default", version);
    }
    isSaving = false;
    await sending;
    expect(ids.length).toBeGreaterThanOrEqual(TASKS);
    await Promise.all(
      ids.map((id) => dev.line(({ state, taskId }) => state === "SUCCESS" && taskId === id)),
    );
    expect(ids.map(startsOf)).toEqual(ids.map(() => 1));
    const last = await Promise.all([
      (await client.enqueue(stamp, { n: 0 })).result({ timeout: "30s" }),
      (await client.enqueue(press, { n: 0 })).result({ timeout: "30s" }),
    ]);
    expect(last.map(({ version }) => version)).toEqual([SAVES - 1, SAVES]);
    expect(versions.size).toBeGreaterThan(2);
  });
});

describe("code that cannot run", () => {
  it("is told of where it cannot be parsed, and the code before goes on", async () => {
    const before = dev.lines().length;
    project.save("src/lambda.ts", (text) => `${text}\nconst = 5;\n`);
    const told = await dev.line(({ event }) => event === "build-failed", before);
    expect(told.reason).toMatch(/Expected identifier but found "="[\s\S]*src\/lambda\.ts:23/);
    expect(await versionOf()).toBe(SAVES - 1);
    project.save("src/lambda.ts", (text) => text.replace("const = 5;", ""));
  });

  it("is told of where its app is refused, and the code before goes on", async () => {
    const before = dev.lines().length;
    project.save("src/app.ts", (text) =>
      text.replace("queues: {", 'queues: { "no name": lambda(),'),
    );
    const told = await dev.line(({ event }) => event === "build-failed", before);
    expect(told).toMatchObject({ kept: true });
    expect(told.reason).toMatch(/^CeleriacError: .*queue "no name"/);
    expect(await versionOf()).toBe(SAVES - 1);
    project.save("src/app.ts", (text) => text.replace('"no name": lambda(),', ""));
  });

  it("is told of where a host cannot load it, and the code before goes on", async () => {
    const before = dev.lines().length;
    project.save("src/lambda.ts", (text) => `${text}\nthrow new RangeError("not today");\n`);
    const told = await dev.line(({ event }) => event === "host-failed", before);
    expect(told).toMatchObject({ host: "lambda:default", kept: true });
    expect(told.reason).toContain("not today");
    expect(await versionOf()).toBe(SAVES - 1);
    project.save("src/lambda.ts", (text) => text.replace(/throw new RangeError.*/, ""));
    await saveVersion("lambda:default", 77);
    expect(await versionOf()).toBe(77);
  });

  async function versionOf(): Promise<number> {
    const handle = await client.enqueue(stamp, { n: 0 });
    return (await handle.result({ timeout: "30s" })).version;
  }
});

describe("a queue that the app has from now on", () => {
  it("is there, with a function that consumes it", async () => {
    const before = dev.lines().length;
    project.save("src/app.ts", (text) =>
      text
        .replace('name: "stamp",', 'name: "stamp", queue: "fast",')
        .replace("queues: {", "queues: { fast: lambda(),"),
    );
    await dev.line(({ hosts }) => hosts?.includes("lambda:fast") === true, before);
    const { environment } = JSON.parse(project.read(".celeriac/dev.json"));
    const resources = JSON.parse(environment.CELERIAC_RESOURCES);
    expect(resources.queues).toHaveProperty("fast");
    const { app: newApp, stamp: newStamp } = await import(project.path("src/app.ts"));
    const newClient = createClient(newApp, { resources });
    const handle = await newClient.enqueue(newStamp, { n: 1 });
    await expect(handle.result({ timeout: "30s" })).resolves.toMatchObject({ n: 1 });
    await newClient.close();
    await dev.line(({ host, taskId }) => host === "lambda:fast" && taskId === handle.taskId);
  });
});

describe("an error of a handler", () => {
  it("is shown with its place in the source, and so is what the handler printed", async () => {
    const handle = await client.enqueue(spoil);
    const outcome: TaskOutcome<unknown> = await handle.outcome();
    const told = await dev.line(({ state }) => state === "FAILURE");
    expect(told).toMatchObject({ event: "task", task: "spoil", taskId: handle.taskId, attempt: 1 });
    expect(JSON.stringify(told["error"])).toContain(`${project.path("src/lambda.ts")}:15:`);
    await dev.line(({ event, text }) => event === "text" && text === "about to spoil");
    expect(outcome).toBeDefined();
  });
});

describe("a worker that ends by itself", () => {
  it("is told of, and started again", async () => {
    const before = dev.lines().length;
    await client.enqueue(crush);
    const told = await dev.line(({ event }) => event === "worker-ended", before);
    expect(told).toMatchObject({ how: "exit code 7", startsAgain: true });
    const pressed = await client.enqueue(press, { n: 1 });
    expect(await pressed.result({ timeout: "30s" })).toMatchObject({ n: 1 });
  });
});
