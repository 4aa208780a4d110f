import {
  defineApp,
  defineTask,
  fargate,
  lambda,
  SnoozeError,
  type TaskContext,
} from "@celeriac/core";
import { createSqsHandler } from "@celeriac/lambda";
import { createSeededRandom } from "@celeriac/testing/models";
import { createWorker, type Worker } from "@celeriac/worker";
import { describe, expect, it } from "vitest";
import { createHarness, type EngineHarness } from "../engine/engine-harness.ts";
import { lambdaContext, QUEUE_ARN, sqsRecord } from "./sqs-event.ts";

interface Setup {
  readonly harness: EngineHarness;
  /** Sends a task that does this. */
  send(taskId: string, queue: string, behaviour: (context: TaskContext) => unknown): Promise<void>;
  worker(concurrency: number): Worker;
}

function setUp(): Setup {
  const behaviours = new Map<string, (context: TaskContext) => unknown>();
  const run = async (_input: undefined, context: TaskContext): Promise<unknown> =>
    behaviours.get(context.taskId)?.(context);
  const retry = { maxRetries: 0 };
  const app = defineApp({
    name: "hosts",
    tasks: [
      defineTask({ name: "long", queue: "long", retry, run }),
      defineTask({ name: "short", queue: "short", retry, run }),
    ],
    queues: { long: fargate({ lease: "30s" }), short: lambda({ timeout: "60s" }) },
  });
  const harness = createHarness(app);
  const { clock, engine, logger, queues: receiver } = harness;
  return {
    harness,
    send: async (taskId, queue, behaviour) => {
      behaviours.set(taskId, behaviour);
      await harness.send(queue, harness.envelope(queue, { taskId }));
    },
    worker: (concurrency) =>
      createWorker({
        engine,
        receiver,
        queues: [{ name: "long", concurrency, visibilitySeconds: 30, drainMs: 10_000 }],
        clock,
        random: createSeededRandom(7),
        logger,
      }),
  };
}

const untilAborted = ({ signal }: TaskContext): Promise<string> =>
  new Promise((resolve) => {
    signal.addEventListener("abort", () => resolve("stopped early"), { once: true });
  });

describe("the worker with the real engine", () => {
  it("runs tasks to their end and leaves no message", async () => {
    const { harness, send, worker } = setUp();
    for (const taskId of ["a", "b", "c"]) {
      await send(taskId, "long", async () => {
        await harness.clock.sleep(100_000);
        return taskId;
      });
    }
    void worker(2).run();
    await harness.clock.drainUntil(() => harness.queues.peek("long").length === 0);
    for (const taskId of ["a", "b", "c"]) {
      expect(harness.record(taskId)).toMatchObject({ state: "SUCCESS", attempts: 1 });
    }
  });

  it("gives what a drain could not wait for back without a loss of attempts, to the next worker", async () => {
    const { harness, send, worker } = setUp();
    let starts = 0;
    await send("a", "long", (context) => {
      starts += 1;
      return starts === 1
        ? untilAborted(context).then(() => Promise.reject(context.signal.reason))
        : "done";
    });
    const first = worker(1);
    void first.run();
    await harness.clock.advance(1000);
    const stopped = first.stop();
    await harness.clock.advance(12_000);
    await stopped;
    expect(harness.record("a")).toMatchObject({ state: "RETRY", attempts: 1, excused: 1 });
    void worker(1).run();
    await harness.clock.drainUntil(() => harness.queues.peek("long").length === 0);
    expect(harness.record("a")).toMatchObject({ state: "SUCCESS", attempts: 2, excused: 1 });
  });
});

describe("the Lambda host with the real engine", () => {
  it("answers each record as its task ended, and a duplicate without running it again", async () => {
    const { harness, send } = setUp();
    const { clock, engine, logger, queues } = harness;
    const handler = createSqsHandler({
      engine: () => engine,
      queueOf: (arn) => (arn === QUEUE_ARN ? "short" : undefined),
      logger,
      clock,
    });
    let runs = 0;
    await send("good", "short", () => {
      runs += 1;
      return "done";
    });
    await send("bad", "short", () => {
      throw new Error("no use");
    });
    await send("endless", "short", () => new Promise(() => undefined));
    await send("later", "short", () => {
      throw new SnoozeError({ delay: "5m" });
    });
    const order = { max: 10, waitSeconds: 0, visibilitySeconds: 360 };
    const received = await queues.receive("short", order);
    const Records = received.map(({ messageId, receiptHandle, body }) =>
      sqsRecord(messageId, { receiptHandle, body }),
    );
    const answer = handler({ Records }, lambdaContext(clock, 60_000));
    await clock.advance(60_000);
    const failures = (await answer).batchItemFailures.map((each) => each.itemIdentifier);
    expect(failures).toEqual([received[3]?.messageId]);
    expect(harness.record("good").state).toBe("SUCCESS");
    expect(harness.record("bad")).toMatchObject({ state: "FAILURE", reason: "error" });
    expect(harness.record("endless")).toMatchObject({ state: "FAILURE", reason: "time-limit" });
    expect(harness.record("later")).toMatchObject({ state: "RETRY", excused: 1 });
    const again = await handler({ Records: Records.slice(0, 1) }, lambdaContext(clock, 60_000));
    expect(again.batchItemFailures).toEqual([]);
    expect(runs).toBe(1);
  });
});
