import type { QueueResource, Topology } from "@celeriac/core";
import { describe, expect, it } from "vitest";
import { freePort, resourcesAtEndpoint, startEmbeddedAws } from "./index.ts";

const queue: QueueResource = {
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
const topology: Topology = {
  app: "demo",
  scheduleGroup: "demo",
  schedules: [],
  table: { partitionKey: "pk", sortKey: "sk", ttlAttribute: "ttl" },
  bucket: { expirationDays: 30 },
  queues: [queue],
};

describe("an app's resources at an emulator that runs", () => {
  it("are known by their names alone, and missed where they are not", async () => {
    const aws = await startEmbeddedAws({ topology });
    const { queues, table, bucket, schedules, endpoints } = aws.resources;
    const endpoint = endpoints?.sqs ?? "";
    const found = await resourcesAtEndpoint(topology, endpoint);
    expect(found).toMatchObject({ app: "demo", queues, table, bucket, schedules });
    expect(found.endpoints?.dynamodb).toBe(endpoint);
    const more = { ...topology, queues: [queue, { ...queue, name: "fast" }] };
    await expect(resourcesAtEndpoint(more, endpoint)).rejects.toMatchObject({
      code: "missing-resource",
      message: expect.stringContaining(`run celeriac dev --endpoint ${endpoint} first`),
    });
    await aws.stop();
  });

  it("cannot be asked for where nobody answers", async () => {
    const endpoint = `http://127.0.0.1:${await freePort()}`;
    await expect(resourcesAtEndpoint(topology, endpoint)).rejects.toMatchObject({
      code: "unreachable",
      message: expect.stringContaining(`${endpoint} does not answer as SQS does`),
    });
  });
});
