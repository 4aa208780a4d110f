import {
  crontab,
  defineApp,
  defineTask,
  every,
  fargate,
  type LambdaQueueOptions,
  lambda,
} from "celeriac";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runDoctor } from "../cli/run-doctor.ts";
import { asDoctorReads } from "./as-doctor-reads.ts";
import { deploy } from "./harness/deploy.ts";
import { type SstServer, startSstServer } from "./harness/sst-server.ts";
import { type Deployed, linkOf } from "./safety/deployed.ts";

const appOf = (slow: LambdaQueueOptions) =>
  defineApp({
    name: "shop",
    tasks: [defineTask({ name: "work", run: () => undefined })],
    queues: {
      default: lambda({ timeout: "10s", maxConcurrency: 5, reservedConcurrency: 6 }),
      slow: lambda({ timeout: "60s", memory: "2 GB", window: "3s", ...slow }),
      video: fargate({ min: 1, max: 4, lease: "2m", drain: "110s" }),
    },
    schedules: {
      nightly: { task: "work", schedule: crontab("0 3 * * mon-fri"), timezone: "Europe/London" },
      often: { task: "work", schedule: every("5m"), flexibleWindow: 3, enabled: false },
    },
  });
const app = appOf({ maxConcurrency: 7, reservedConcurrency: 8 });
const handler = "examples/novel/src/lambda.handler";
const worker = { entry: "examples/novel/src/worker.ts" };

let server: SstServer;
beforeAll(async () => {
  server = await startSstServer();
});
afterAll(() => server.stop());

async function made(shared: boolean): Promise<Deployed> {
  const { resources } = await deploy(server, {}, async () => {
    const { Celeriac } = await import("celeriac/sst");
    return new Celeriac("Tasks", { app, consumer: { handler, shared }, worker });
  });
  return { app, resources, builds: [], retains: false };
}

/** What `celeriac doctor` says of it, and its exit code: for the app as it is now. */
async function doctor(deployed: Deployed, now = app): Promise<readonly [string, number]> {
  const deployment = asDoctorReads(deployed);
  const { out, exitCode } = await runDoctor(["--cluster", "shop", "--strict"], {
    app: now,
    findResources: () => ({ ...linkOf(deployed).resources, region: "us-east-1" }),
    deployments: { read: () => Promise.resolve(deployment) },
  });
  return [out, exitCode];
}

describe("what the component makes is healthy, as celeriac doctor judges it", () => {
  it.each([
    ["with a function for each queue", false],
    ["with one function for all queues", true],
  ])("%s", async (_, shared) => {
    const [report, exitCode] = await doctor(await made(shared));
    expect(report).toMatch(/^app "shop": nothing found; \d+ checks made, 0 not made\.\n$/);
    expect(exitCode).toBe(0);
  });

  it("until the app asks for something else", async () => {
    const more = appOf({ timeout: "90s", batch: 3, maxConcurrency: 9, reservedConcurrency: 9 });
    const [report, exitCode] = await doctor(await made(false), more);
    expect([...report.matchAll(/^ {2}\w+ {2}([a-z-]+):/gm)].map(([, id]) => id)).toEqual([
      "queue-visibility-short",
      "mapping-batch-size",
      "mapping-concurrency",
      "function-timeout",
      "function-reserved-concurrency",
    ]);
    expect(exitCode).toBe(1);
  });
});
