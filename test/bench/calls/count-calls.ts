import { createAwsPorts, systemClock, systemRandom } from "@celeriac/aws";
import { createClient } from "@celeriac/client";
import { createEngine } from "@celeriac/engine";
import { createWorker, jsonLogger } from "@celeriac/worker";
import { startEmbeddedAws } from "celeriac/local";
import { startMeter } from "../../cli/meter.ts";
import { app, tracked } from "../noop-app.ts";
import type { Figures } from "../report/measurement.ts";

const CONCURRENCY = 200;

/** What AWS is asked for, for each of so many tracked tasks that wait together: sent, run and their results kept. */
export async function countCalls(tasks: number): Promise<Figures> {
  const embedded = await startEmbeddedAws(app, { functions: {} });
  const meter = await startMeter(embedded.resources);
  const calls = { sqs: 0, dynamodb: 0, s3: 0, scheduler: 0 };
  const aws = createAwsPorts(meter.resources, { onCall: (service) => (calls[service] += 1) });
  const logger = jsonLogger({ service: "bench", level: "silent" });
  const ports = { ...aws, clock: systemClock(), random: systemRandom(), logger };
  const client = createClient(app, ports);
  const engine = createEngine({
    ...{ app, handlers: [], queues: ["default"], host: "bench-host.example/4711" },
    ports: { ...ports, visibility: aws.receiver },
    senderFor: (context) => client.derive(context),
  });
  await client.enqueueMany(
    tracked,
    Array.from({ length: tasks }, (_none, n) => ({ n })),
  );
  const ended = Promise.withResolvers<void>();
  let left = tasks;
  const worker = createWorker({
    engine: {
      deliver: async (delivery) => {
        const outcome = await engine.deliver(delivery);
        left -= 1;
        if (left === 0) ended.resolve();
        return outcome;
      },
    },
    receiver: aws.receiver,
    queues: [{ name: "default", concurrency: CONCURRENCY, visibilitySeconds: 30, drainMs: 5000 }],
    ...{ clock: ports.clock, random: ports.random, logger },
  });
  const running = worker.run();
  await ended.promise;
  await worker.stop();
  await running;
  const { writeUnits } = meter.read();
  await aws.close();
  await meter.stop();
  await embedded.stop();
  return {
    "SQS calls/task": calls.sqs / tasks,
    "DynamoDB calls/task": calls.dynamodb / tasks,
    "write units/task": writeUnits / tasks,
  };
}
