import { createAwsPorts } from "@celeriac/aws";
import { deadLetterQueueOf, type QueueResource, type Topology } from "@celeriac/core";
import { startEmbeddedAws } from "@celeriac/local";
import type { QueuesUnderTest } from "@celeriac/testing/conformance";

/** What the suites are called. */
export const SUBJECT = "AWS adapters on the embedded AWS";

export const MAX_RECEIVE_COUNT = 3;

type AwsPorts = ReturnType<typeof createAwsPorts>;

/** Starts an embedded AWS with its adapters; `close` takes both down. */
export async function embeddedPorts(
  options: Omit<Parameters<typeof startEmbeddedAws>[0], "topology"> = {},
  topology: Topology = topologyOf(1),
): Promise<AwsPorts> {
  const aws = await startEmbeddedAws({ ...options, topology });
  const ports = createAwsPorts(aws.resources);
  const close = async (): Promise<void> => {
    await ports.close();
    await aws.stop();
  };
  return { ...ports, close };
}

/** An embedded AWS with as many queues, each answered once by `freshQueue`. */
export async function embeddedQueues(count: number): Promise<QueuesUnderTest & AwsPorts> {
  const topology = topologyOf(count);
  const unused = topology.queues.map((queue) => queue.name);
  return {
    ...(await embeddedPorts({}, topology)),
    freshQueue: () => unused.pop() ?? "no-queue-left",
    maxReceiveCount: MAX_RECEIVE_COUNT,
    settle: (work) => work,
  };
}

export function topologyOf(queueCount: number): Topology {
  return {
    app: "conformance",
    queues: Array.from({ length: queueCount }, (_, index) => queueOf(`queue-${index}`)),
    table: { partitionKey: "pk", sortKey: "sk", ttlAttribute: "ttl" },
    bucket: { expirationDays: 45 },
    scheduleGroup: "conformance",
    schedules: [],
  };
}

function queueOf(queue: string): QueueResource {
  return {
    name: queue,
    deadLetterQueue: deadLetterQueueOf(queue),
    visibilityTimeoutSeconds: 30,
    retentionSeconds: 345_600,
    deadLetterRetentionSeconds: 1_209_600,
    maxReceiveCount: MAX_RECEIVE_COUNT,
    consumer: {
      kind: "fargate",
      cpuUnits: 256,
      memoryMb: 512,
      concurrency: 1,
      stopTimeoutSeconds: 120,
      minWorkers: 0,
      maxWorkers: 1,
      backlogPerWorker: 10,
      spot: false,
    },
  };
}
