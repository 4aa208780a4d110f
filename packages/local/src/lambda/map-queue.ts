import type { LambdaConsumer, QueueLocation } from "@celeriac/core";
import {
  type EventSourceMapping,
  type EventSourceMappingOptions,
  startEventSourceMapping,
} from "../event-source/event-source-mapping.ts";
import { createSourceQueue } from "../event-source/source-queue.ts";
import type { WriteLog } from "../log.ts";

/** Where the topology sets no maximum: AWS would run up to the account's limit, which one machine should not. */
export const DEFAULT_CONCURRENCY = 10;

export interface QueueMappingOptions {
  /** Its name in the app. */
  readonly queue: string;
  readonly consumer: LambdaConsumer;
  readonly queues: Readonly<Record<string, QueueLocation>>;
  readonly sqsEndpoint: string;
  readonly invoke: EventSourceMappingOptions["invoke"];
  readonly writeLog: WriteLog;
}

/** Begins to hand a queue's messages to its function, as the topology says. */
export function mapQueue({
  queue,
  consumer: { batchSize, batchWindowSeconds, maximumConcurrency = DEFAULT_CONCURRENCY },
  queues,
  sqsEndpoint,
  invoke,
  writeLog,
}: QueueMappingOptions): EventSourceMapping {
  const location = queues[queue] ?? { url: "", arn: "" };
  return startEventSourceMapping({
    queue: createSourceQueue(sqsEndpoint, location),
    queueArn: location.arn,
    batchSize,
    batchWindowMs: batchWindowSeconds * 1000,
    maximumConcurrency,
    invoke,
    onLine: (line) => writeLog({ source: `event-source:${queue}`, line }),
  });
}
