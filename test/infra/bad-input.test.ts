import { defineApp, defineTask, fargate, lambda } from "celeriac";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CreatedResource } from "./harness/created-resource.ts";
import { deploy } from "./harness/deploy.ts";
import { type SstServer, startSstServer } from "./harness/sst-server.ts";

const work = defineTask({ name: "work", run: () => undefined });
const onLambda = defineApp({ name: "shop", tasks: [work] });
const onBoth = defineApp({
  name: "shop",
  tasks: [work],
  queues: { default: lambda(), video: fargate() },
});
const consumer = "examples/novel/src/lambda.handler";
const worker = { entry: "examples/novel/src/worker.ts" };

let server: SstServer;
beforeAll(async () => {
  server = await startSstServer();
});
afterAll(() => server.stop());

/** What the program is told, and what it had made by then. */
async function refused(
  args: object,
  name = "Tasks",
): Promise<{ readonly message: string; readonly made: readonly CreatedResource[] }> {
  let message = "nothing was refused";
  const { resources } = await deploy(server, {}, async () => {
    const { Celeriac } = await import("celeriac/sst");
    const component = Celeriac as unknown as new (name: string, args: object) => unknown;
    try {
      new component(name, args);
    } catch (error) {
      message = (error as Error).message;
    }
  });
  return { message, made: resources.filter(({ type }) => type !== "pulumi:pulumi:Stack") };
}

describe("a mistake is told before anything is made", () => {
  it.each<[string, object, string]>([
    [
      "a lambda queue without a consumer",
      { app: onLambda },
      'nobody consumes the lambda queues "default" of app "shop": add consumer: "src/lambda.handler"',
    ],
    [
      "a fargate queue without a worker",
      { app: onBoth, consumer },
      'nobody consumes the fargate queues "video" of app "shop": add worker: { entry: "src/worker.ts" }',
    ],
    [
      "a worker without a queue",
      { app: onLambda, consumer, worker },
      'there is a worker, and app "shop" has no fargate queue',
    ],
    [
      "a handler whose file is not there",
      { app: onLambda, consumer: "src/lamda.handler" },
      'consumer.handler is "src/lamda.handler", and there is no src/lamda.ts in ',
    ],
    [
      "a handler without an export",
      { app: onLambda, consumer: "src/lambda" },
      'consumer.handler is "src/lambda": expected a path and an export',
    ],
    [
      "an image without the worker's entry",
      { app: onBoth, consumer, worker: { entry: "src/worker.ts" } },
      'worker.entry is "src/worker.ts", and there is no such file in ',
    ],
    [
      "an entry that never runs a worker",
      { app: onBoth, consumer, worker: { entry: "examples/novel/src/tasks.ts" } },
      "imports runWorker from celeriac/worker, so its containers would end at once",
    ],
    [
      "a mistyped argument",
      { app: onLambda, consummer: consumer, consumer },
      'unknown option "consummer"; did you mean "consumer"?',
    ],
    [
      "a mistyped alarm",
      { app: onLambda, consumer, alarms: { without: ["dead-leters"] } },
      'alarms.without is "dead-leters"',
    ],
    [
      "a visibility under the function's timeout",
      { app: onLambda, consumer, transform: { queue: { visibilityTimeoutSeconds: 59 } } },
      'transform.queue sets the visibilityTimeoutSeconds of queue "default" to 59: expected at least 60',
    ],
    ["what is no app", { app: { name: "shop" }, consumer }, "expected what defineApp makes"],
    [
      "logs kept for a time that CloudWatch does not know",
      { app: onLambda, consumer, logRetention: "2 days" },
      'logRetention is "2 days"',
    ],
  ])("%s", async (_what, args, expected) => {
    const { message, made } = await refused(args);
    expect(message).toContain(expected);
    expect(made).toEqual([]);
  });

  it("the message names the component and the line that makes it", async () => {
    const { message } = await refused({ app: onLambda });
    expect(message).toMatch(/^new Celeriac\("Tasks"\) at .*bad-input\.test\.ts:\d+: /);
  });

  it("all mistakes are told at once", async () => {
    const { message } = await refused({ app: onBoth, dashboard: 1 });
    expect(message).toContain("has 3 mistakes:");
  });

  it.each(["tasks", "My-Tasks", "", `T${"a".repeat(40)}`])("the name %j", async (name) => {
    const { message, made } = await refused({ app: onLambda, consumer }, name);
    expect(message).toContain(`its name is ${JSON.stringify(name)}`);
    expect(made).toEqual([]);
  });

  it("more queues than a role's policy can name", async () => {
    const queues = Array.from({ length: 60 }, (_, index) => [
      `q${index}`.padEnd(40, "x"),
      lambda(),
    ]);
    const app = defineApp({
      name: "wide",
      tasks: [],
      queues: Object.fromEntries(queues) as Record<string, ReturnType<typeof lambda>>,
    });
    const { message, made } = await refused({ app, consumer });
    expect(message).toContain("route tasks to fewer queues, or make two apps of it");
    expect(made).toEqual([]);
  });

  it("part of a shared function's concurrency", async () => {
    const app = defineApp({
      name: "shop",
      tasks: [work],
      queues: { default: lambda({ maxConcurrency: 2, reservedConcurrency: 2 }), other: lambda() },
    });
    const { message } = await refused({ app, consumer: { handler: consumer, shared: true } });
    expect(message).toContain('its queues "other" have no reservedConcurrency while others have');
  });
});

describe("what the app itself says wrong is told where it is defined", () => {
  it.each<[string, () => unknown, string]>([
    [
      "a timeout over 15 minutes on Lambda",
      () => defineApp({ name: "a", tasks: [], queues: { q: lambda({ timeout: "16m" }) } }),
      'queue "q": timeout is "16m": expected "1s" to "15m"',
    ],
    [
      "a schedule for an unknown task",
      () =>
        defineApp({
          name: "a",
          tasks: [work],
          schedules: { nightly: { task: "wrok", schedule: "" } },
        } as unknown as Parameters<typeof defineApp>[0]),
      "nightly",
    ],
    [
      "a reservation under what the mapping may start",
      () =>
        defineApp({
          name: "a",
          tasks: [],
          queues: { q: lambda({ maxConcurrency: 5, reservedConcurrency: 4 }) },
        }),
      "reservedConcurrency is 4",
    ],
    [
      "a size that Fargate does not have",
      () =>
        defineApp({
          name: "a",
          tasks: [],
          queues: { q: fargate({ cpu: "0.25 vCPU", memory: "8 GB" }) },
        }),
      "what Fargate has with 0.25 vCPU",
    ],
  ])("%s", (_what, define, expected) => {
    expect(define).toThrow(expected);
  });
});
