import { createAwsPorts, systemClock, systemRandom } from "@celeriac/aws";
import { createClient } from "@celeriac/client";
import { createEngine } from "@celeriac/engine";
import { jsonLogger } from "@celeriac/worker";
import { startEmbeddedAws } from "celeriac/local";
import { startMeter } from "../../cli/meter.ts";
import { runDeliveries } from "../../cli/run-deliveries.ts";
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
  const { receiver } = aws;
  const { clock, random } = ports;
  await runDeliveries(tasks, { engine, receiver, concurrency: CONCURRENCY, clock, random, logger });
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
