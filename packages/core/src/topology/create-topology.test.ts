import { describe, expect, it } from "vitest";
import { defineApp } from "../definition/define-app.ts";
import { deadLetterQueueOf, isQueueName } from "../definition/names.ts";
import { fargate, lambda } from "../definition/queues.ts";
import { topology } from "./create-topology.ts";

const app = defineApp({
  name: "shop",
  tasks: [],
  queues: {
    default: lambda({
      timeout: "90s",
      batch: 20,
      window: "5s",
      maxConcurrency: 50,
      reservedConcurrency: 60,
      memory: "2 GB",
    }),
    video: fargate({
      lease: "4100ms",
      drain: "110s",
      retention: "14d",
      min: 1,
      max: 4,
      spot: true,
    }),
  },
});

describe("topology describes an app's resources in AWS's units", () => {
  it("is plain data", () => {
    const described = topology(app);
    expect(JSON.parse(JSON.stringify(described))).toEqual(described);
    expect(described).toEqual({
      app: "shop",
      table: { partitionKey: "pk", sortKey: "sk", ttlAttribute: "ttl" },
      bucket: { expirationDays: 60 },
      scheduleGroup: "shop",
      schedules: [],
      queues: [
        {
          name: "default",
          deadLetterQueue: "default-dlq",
          visibilityTimeoutSeconds: 6 * 90 + 5,
          retentionSeconds: 604_800,
          deadLetterRetentionSeconds: 1_209_600,
          maxReceiveCount: 50,
          consumer: {
            kind: "lambda",
            memoryMb: 2048,
            timeoutSeconds: 90,
            batchSize: 20,
            batchWindowSeconds: 5,
            maximumConcurrency: 50,
            reservedConcurrency: 60,
          },
        },
        {
          name: "video",
          deadLetterQueue: "video-dlq",
          visibilityTimeoutSeconds: 5,
          retentionSeconds: 1_209_600,
          deadLetterRetentionSeconds: 1_209_600,
          maxReceiveCount: 50,
          consumer: {
            kind: "fargate",
            cpuUnits: 256,
            memoryMb: 512,
            concurrency: 10,
            stopTimeoutSeconds: 120,
            minWorkers: 1,
            maxWorkers: 4,
            backlogPerWorker: 100,
            spot: true,
          },
        },
      ],
    });
  });

  it("gives a worker ten seconds after its drain, within Fargate's two minutes", () => {
    const stop = (drain: `${number}s`): unknown => {
      const [queue] = topology(
        defineApp({ name: "a", tasks: [], queues: { q: fargate({ drain }) } }),
      ).queues;
      return queue?.consumer;
    };
    expect(stop("0s")).toMatchObject({ stopTimeoutSeconds: 10 });
    expect(stop("30.2s")).toMatchObject({ stopTimeoutSeconds: 41 });
    expect(stop("110s")).toMatchObject({ stopTimeoutSeconds: 120 });
  });
});

describe("A dead-letter queue's name is its queue's, and no queue's of an app", () => {
  it("follows from it", () => {
    expect(deadLetterQueueOf("video")).toBe("video-dlq");
    expect(isQueueName(deadLetterQueueOf("video"))).toBe(false);
  });
});
