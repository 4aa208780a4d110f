import type { QueueResource, Topology } from "@celeriac/core";

const slow: QueueResource = {
  name: "slow",
  deadLetterQueue: "slow-dlq",
  visibilityTimeoutSeconds: 33,
  retentionSeconds: 604_800,
  deadLetterRetentionSeconds: 1_209_600,
  maxReceiveCount: 50,
  consumer: {
    kind: "fargate",
    cpuUnits: 256,
    memoryMb: 512,
    concurrency: 10,
    stopTimeoutSeconds: 120,
    minWorkers: 0,
    maxWorkers: 10,
    backlogPerWorker: 10,
    spot: false,
  },
};

/** For tests: an app with one queue, which a worker consumes. */
export const slowTopology: Topology = {
  app: "demo",
  scheduleGroup: "demo",
  schedules: [],
  table: { partitionKey: "pk", sortKey: "sk", ttlAttribute: "ttl" },
  bucket: { expirationDays: 30 },
  queues: [slow],
};
