import { spawn } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { createClient } from "celeriac/client";
import { type EmbeddedAws, startEmbeddedAws } from "celeriac/local";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { PROGRAM } from "../celeriac-process.ts";
import { createProject, type Project } from "./dev-process.ts";
import { app, knead, press } from "./project/src/app.ts";

let aws: EmbeddedAws;
beforeAll(async () => {
  aws = await startEmbeddedAws(app);
});
afterAll(() => aws.stop());

let project: Project;
beforeEach(() => {
  project = createProject();
});
afterEach(() => project.remove());

interface Run {
  /** The first line, of those written already or still to come, that holds the text. */
  line(text: string): Promise<string>;
  stop(): void;
  readonly ended: Promise<{ readonly code: number | null; readonly err: string }>;
}

function celeriac(words: readonly string[]): Run {
  const { directory: cwd } = project;
  const env = { ...process.env, ...aws.environment };
  const child = spawn(process.execPath, [PROGRAM, ...words], { cwd, env });
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  let err = "";
  child.stderr.on("data", (text) => {
    err += String(text);
  });
  createInterface({ input: child.stdout }).on("line", (line) => {
    lines.push(line);
    for (const look of waiting) look();
  });
  const ended = new Promise<{ code: number | null; err: string }>((resolve) => {
    child.once("close", (code) => resolve({ code, err }));
  });
  return {
    line: (text) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = lines.find((line) => line.includes(text));
          if (found !== undefined) resolve(found);
        };
        waiting.add(look);
        look();
        void ended.then(() => reject(new Error(`the worker has ended: ${err}`)));
      }),
    stop: () => child.kill("SIGTERM"),
    ended,
  };
}

describe("celeriac worker", () => {
  it("runs the project's worker, as the options say, and drains on SIGTERM", async () => {
    const worker = celeriac(["worker", "--queues", "studio", "--concurrency", "3"]);
    expect(JSON.parse(await worker.line("the worker runs"))).toMatchObject({
      queues: [{ name: "studio", concurrency: 3 }],
    });
    const client = createClient(app, { resources: aws.resources });
    const pressed = await client.enqueue(press, { n: 5 });
    expect(await pressed.result({ timeout: "30s" })).toEqual({ n: 5, version: 0 });
    const kneaded = await client.enqueue(knead);
    await worker.line("kneading");
    worker.stop();
    expect(await worker.ended).toEqual({ code: 0, err: "" });
    expect(await kneaded.outcome()).toMatchObject({ state: "SUCCESS" });
    await client.close();
  });

  it("needs no worker module where every task has `run`", async () => {
    rmSync(project.path("src/worker.ts"));
    writeFileSync(
      project.path("src/app.ts"),
      `import { defineApp, defineTask, fargate } from "celeriac";
      const press = defineTask({ name: "press", queue: "studio", run: () => ({ n: 6, version: 1 }) });
      export const app = defineApp({ name: "shop", tasks: [press], queues: { studio: fargate() } });`,
    );
    const worker = celeriac(["worker"]);
    const client = createClient(app, { resources: aws.resources });
    const pressed = await client.enqueue(press, { n: 5 });
    expect(await pressed.result({ timeout: "30s" })).toEqual({ n: 6, version: 1 });
    await client.close();
    worker.stop();
    expect(await worker.ended).toEqual({ code: 0, err: "" });
  });

  it("says which task nothing runs, and where that belongs", async () => {
    rmSync(project.path("src/worker.ts"));
    const { code, err } = await celeriac(["worker"]).ended;
    expect(code).toBe(2);
    expect(err).toMatch(
      /^error: nothing here runs "press", "knead", "crush": give it `run`, or write the worker with its handler, \S+\/src\/worker\.ts, /,
    );
  });

  it.each([
    ["default", /queue "default" is for Lambda: declare it as fargate\(\)/],
    ["studoi", /app "shop" has no queue "studoi"; did you mean "studio"\?/],
  ])("refuses the queue %s", async (queue, message) => {
    const { code, err } = await celeriac(["worker", "--queues", queue]).ended;
    expect(code).toBe(2);
    expect(err).toMatch(message);
  });
});
