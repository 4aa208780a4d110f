import type { App } from "../definition/app-definition.ts";
import { deadLetterQueueOf } from "../definition/names.ts";
import type { ResolvedQueue } from "../definition/resolved-queue.ts";
import { MAX_RECEIVE_COUNT } from "../limits.ts";
import { lambdaVisibilitySeconds } from "./lambda-visibility.ts";
import type { FargateConsumer, LambdaConsumer, QueueResource, Topology } from "./topology.ts";

/** SQS's longest retention. */
const DEAD_LETTER_RETENTION_SECONDS = 1_209_600;
/** Payloads outlive records, which live 45 days. */
const PAYLOAD_EXPIRATION_DAYS = 60;
/** After the drain a worker gives back what is left. Fargate stops it after 120 s at most, so a drain takes 110 s at most. */
const STOP_MARGIN_SECONDS = 10;

/** The AWS resources that an app needs, and their settings: the same for a laptop, a test and production. */
export function topology(app: App): Topology {
  return {
    app: app.name,
    queues: [...app.queues.values()].map(queueResource),
    table: { partitionKey: "pk", sortKey: "sk", ttlAttribute: "ttl" },
    bucket: { expirationDays: PAYLOAD_EXPIRATION_DAYS },
    scheduleGroup: app.name,
    schedules: [...app.schedules.values()],
  };
}

function queueResource(queue: ResolvedQueue): QueueResource {
  return {
    name: queue.name,
    deadLetterQueue: deadLetterQueueOf(queue.name),
    visibilityTimeoutSeconds: visibilitySeconds(queue),
    retentionSeconds: seconds(queue.retentionMs),
    deadLetterRetentionSeconds: DEAD_LETTER_RETENTION_SECONDS,
    maxReceiveCount: MAX_RECEIVE_COUNT,
    consumer: consumer(queue),
  };
}

function visibilitySeconds(queue: ResolvedQueue): number {
  return queue.kind === "lambda"
    ? lambdaVisibilitySeconds(seconds(queue.timeoutMs), seconds(queue.windowMs))
    : seconds(queue.leaseMs);
}

function consumer(queue: ResolvedQueue): LambdaConsumer | FargateConsumer {
  if (queue.kind === "lambda") {
    return {
      kind: "lambda",
      memoryMb: queue.memoryMb,
      timeoutSeconds: seconds(queue.timeoutMs),
      batchSize: queue.batch,
      batchWindowSeconds: seconds(queue.windowMs),
      maximumConcurrency: queue.maxConcurrency,
      reservedConcurrency: queue.reservedConcurrency,
    };
  }
  return {
    kind: "fargate",
    cpuUnits: queue.cpuUnits,
    memoryMb: queue.memoryMb,
    concurrency: queue.concurrency,
    stopTimeoutSeconds: seconds(queue.drainMs) + STOP_MARGIN_SECONDS,
    minWorkers: queue.min,
    maxWorkers: queue.max,
    backlogPerWorker: queue.backlogPerWorker,
    spot: queue.spot,
  };
}

function seconds(milliseconds: number): number {
  return Math.ceil(milliseconds / 1000);
}
