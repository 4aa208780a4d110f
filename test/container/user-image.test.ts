import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { type ConnectedClient, createClient } from "celeriac/client";
import { type EmbeddedAws, startEmbeddedAws } from "celeriac/local";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { buildImage, type Image } from "./executor/build-image.ts";
import { documentedExtension } from "./fixture/documented-extension.ts";
import { makeUserProject } from "./fixture/user-project.ts";
import { startWorkerContainer, type WorkerContainer } from "./fixture/worker-container.ts";
import { DOCKERFILE, openWorkshop, type Workshop } from "./fixture/workshop.ts";
import { app } from "./shop/src/app.ts";
import * as tasks from "./shop/src/tasks.ts";

let workshop: Workshop;
let folder: string;
let image: Image;
let aws: EmbeddedAws;
let client: ConnectedClient;

/** A project outside of this repository, whose Dockerfile is Celeriac's, copied and extended as the documents say. */
beforeAll(async () => {
  workshop = await openWorkshop();
  const { keeper, cache, secrets } = workshop;
  const project = await keeper.folder();
  const installed = await makeUserProject(project);
  const dockerfile = join(project, "Dockerfile");
  const own = readFileSync(join(installed, "docker/Dockerfile"), "utf8");
  writeFileSync(dockerfile, documentedExtension(own, "COPY templates"));
  const ignored = readFileSync(join(installed, "docker/Dockerfile.dockerignore"), "utf8");
  writeFileSync(`${dockerfile}.dockerignore`, ignored);
  writeFileSync(join(project, ".env"), "TOKEN=secret\n");
  folder = await keeper.folder();
  const args = { EXTERNAL: "stamped" };
  image = await buildImage({ args, dockerfile, context: project, folder, cache, secrets, keeper });
  aws = await startEmbeddedAws(app);
  client = createClient(app, { resources: aws.resources });
});

afterAll(async () => {
  await client?.close();
  await aws?.stop();
  await workshop?.stop();
});

/** A worker that a failed test has left would take the next one's tasks. */
const started: WorkerContainer[] = [];
afterEach(async () => {
  for (const worker of started) worker.kill();
  await Promise.all(started.splice(0).map((worker) => worker.exited));
});

const wait = { timeout: "60s" } as const;

async function start(): Promise<WorkerContainer> {
  const worker = await startWorkerContainer(workshop, image, aws);
  started.push(worker);
  return worker;
}

async function stop(worker: WorkerContainer): Promise<void> {
  worker.stop();
  expect(await worker.exited).toEqual({ code: 0, signal: null });
}

describe("the worker's image", () => {
  it("knows the templates, and no secret file, not even while it is built", () => {
    expect(readFileSync(join(image.root, "app/templates/greeting.txt"), "utf8")).toContain("Hello");
    expect(existsSync(join(folder, "stage-build/app/src/worker.ts"))).toBe(true);
    expect(existsSync(join(folder, "stage-build/app/.env"))).toBe(false);
    expect(existsSync(join(folder, "stage-build/root/.npmrc"))).toBe(false);
  });
});

describe("a build that cannot work ends with what to do", () => {
  it("without npm's lock file", async () => {
    const { keeper, cache } = workshop;
    const [context, empty] = await Promise.all([keeper.folder(), keeper.folder()]);
    writeFileSync(join(context, "package.json"), "{}");
    const built = buildImage({ dockerfile: DOCKERFILE, context, folder: empty, cache, keeper });
    await expect(built).rejects.toThrow(
      /ended with 1:\nThere is no package-lock.json in the build/,
    );
  });
});

describe("a container of the worker's image", () => {
  it("runs tasks as an ordinary user, who cannot change the code", async () => {
    const worker = await start();
    const handle = await client.enqueue(tasks.describe, undefined);
    expect(await handle.result(wait)).toEqual({
      uid: 1000,
      pid: 1,
      entry: "/app/worker.mjs",
      greeting: "Hello from the image",
      stamp: "installed",
      writable: ["/tmp"],
      secrets: [],
    });
    await stop(worker);
  });

  it("is healthy by HTTP and by its own check, and not when nothing answers", async () => {
    const worker = await start();
    await worker.said("the worker runs");
    expect((await fetch(worker.healthUrl)).status).toBe(200);
    const check = image.config.check?.command ?? [];
    expect(await worker.exec(check)).toBe(0);
    expect(await worker.exec(check, { CELERIAC_HEALTH_PORT: "1" })).toBe(1);
    await stop(worker);
  });

  it("drains on its stop signal: a running task finishes, and it ends with 0", async () => {
    const held = Promise.withResolvers<ServerResponse>();
    const server = createServer((_request, response) => held.resolve(response));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const worker = await start();
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const handle = await client.enqueue(tasks.linger, address);
    const response = await held.promise;
    worker.stop();
    await worker.said("the worker stops: no more messages are received");
    response.end("finished");
    expect(await handle.result(wait)).toBe("finished");
    expect(await worker.exited).toEqual({ code: 0, signal: null });
    server.close();
  });

  it("tells where an error was thrown, in the sources", async () => {
    const worker = await start();
    const handle = await client.enqueue(tasks.fail, undefined);
    const failure = { cause: { stack: expect.stringContaining("/src/handlers.ts:") } };
    await expect(handle.result(wait)).rejects.toMatchObject(failure);
    await stop(worker);
  });

  it("starts its entry a second time, for a task that took its processes along", async () => {
    const handle = await client.enqueue(tasks.fatal, undefined);
    for (const code of [7, 7]) {
      const worker = await start();
      expect((await worker.exited).code).toBe(code);
    }
    const worker = await start();
    const { attempt, pid, entry } = await handle.result(wait);
    expect([attempt, entry]).toEqual([3, "/app/worker.mjs"]);
    expect(pid).not.toBe(1);
    await stop(worker);
  });
});
