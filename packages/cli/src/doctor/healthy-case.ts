import {
  type App,
  crontab,
  type DeployedMapping,
  type DeployedQueue,
  defineApp,
  defineTask,
  fargate,
  lambda,
  type QueueLocation,
  type Topology,
  topology,
} from "@celeriac/core";
import type { Case } from "./case.ts";

const ACCOUNT = "eu-central-1:111122223333";
const SEND_MESSAGE = "arn:aws:scheduler:::aws-sdk:sqs:sendMessage";
const ROLE = "arn:aws:iam::111122223333:role/shop-scheduler";

/** Two queues, one for each host, and a schedule. */
export const shop: App = defineApp({
  name: "shop",
  tasks: [defineTask({ name: "report", run: () => undefined })],
  queues: {
    default: lambda({ timeout: "60s", maxConcurrency: 5, reservedConcurrency: 10 }),
    video: fargate({ cpu: "1 vCPU", memory: "2 GB", min: 1, max: 4, drain: "90s" }),
  },
  schedules: { nightly: { task: "report", schedule: crontab("0 3 * * *"), flexibleWindow: 15 } },
});

/** A deployment as it should be: a test of a check plants one fault in it. */
export function healthyCase(): Case {
  const shopTopology = topology(shop);
  const names = shopTopology.queues.flatMap(({ name, deadLetterQueue }) => [name, deadLetterQueue]);
  const queues = Object.fromEntries(names.map((name) => [name, locationOf(name)]));
  const resources: Case["resources"] = {
    app: "shop",
    region: "eu-central-1",
    queues,
    table: "shop-table",
    bucket: "shop-bucket",
    schedules: { group: "shop-group", roleArn: ROLE },
  };
  return {
    topology: shopTopology,
    resources,
    cluster: "shop-cluster",
    deployment: {
      queues: deployedQueues(shopTopology),
      queueNames: found(names.map((name) => `shop-${name}`)),
      table: {
        settings: found({
          keys: [
            { name: "pk", type: "S" },
            { name: "sk", type: "S" },
          ],
          onDemand: true,
        }),
        ttlAttribute: found("ttl"),
      },
      bucket: {
        expirations: found([{ days: 60, everyObject: true }]),
        publicAccessBlocked: found(true),
        encrypted: found(true),
        policy: found(tlsOnly("s3")),
      },
      scheduleGroup: found("shop-group"),
      schedulerRole: found({
        trustPolicy: {
          Statement: [
            {
              Effect: "Allow",
              Action: "sts:AssumeRole",
              Principal: { Service: "scheduler.amazonaws.com" },
            },
          ],
        },
      }),
      schedules: deployedSchedules(shopTopology),
      workers: found([
        {
          service: "shop-video",
          queues: ["video"],
          active: true,
          desiredCount: 2,
          cpuUnits: 1024,
          memoryMb: 2048,
          stopTimeoutSeconds: 100,
        },
      ]),
    },
  };
}

/** A thing that was read. */
export function found<Value>(value: Value): { readonly kind: "found"; readonly value: Value } {
  return { kind: "found", value };
}

/** A policy that refuses whoever comes without TLS. */
export function tlsOnly(service: "sqs" | "s3"): object {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Deny",
        Principal: "*",
        Action: `${service}:*`,
        Resource: "*",
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ],
  };
}

function locationOf(name: string): QueueLocation {
  return {
    url: `https://sqs.eu-central-1.amazonaws.com/111122223333/shop-${name}`,
    arn: `arn:aws:sqs:${ACCOUNT}:shop-${name}`,
  };
}

function deployedQueues({ queues }: Topology): Readonly<Record<string, DeployedQueue>> {
  const common = {
    delaySeconds: 0,
    maximumMessageBytes: 1_048_576,
    encrypted: true,
    policy: tlsOnly("sqs"),
  };
  const pairs = queues.flatMap((queue): [string, DeployedQueue][] => [
    [
      queue.name,
      {
        settings: found({
          ...common,
          visibilityTimeoutSeconds: queue.visibilityTimeoutSeconds,
          retentionSeconds: queue.retentionSeconds,
          redrive: {
            deadLetterArn: locationOf(queue.deadLetterQueue).arn,
            maxReceiveCount: queue.maxReceiveCount,
          },
          redriveAllow: undefined,
        }),
        mappings: found(queue.consumer.kind === "lambda" ? [mapping()] : []),
      },
    ],
    [
      queue.deadLetterQueue,
      {
        settings: found({
          ...common,
          visibilityTimeoutSeconds: 60,
          retentionSeconds: queue.deadLetterRetentionSeconds,
          redrive: undefined,
          redriveAllow: { permission: "byQueue", sourceArns: [locationOf(queue.name).arn] },
        }),
        mappings: found([]),
      },
    ],
  ]);
  return Object.fromEntries(pairs);
}

/** The mapping that the lambda queue has. */
export function mapping(): DeployedMapping {
  return {
    id: "00000000-0000-4000-8000-000000000001",
    functionArn: `arn:aws:lambda:${ACCOUNT}:function:shop-default`,
    state: "Enabled",
    batchSize: 10,
    batchWindowSeconds: 0,
    maximumConcurrency: 5,
    reportsBatchItemFailures: true,
    filters: 0,
    consumer: {
      settings: found({ timeoutSeconds: 60, memoryMb: 1024 }),
      reservedConcurrency: found(10),
      recursiveLoop: found("Allow"),
    },
  };
}

function deployedSchedules({ schedules }: Topology): Case["deployment"]["schedules"] {
  const pairs = schedules.map((schedule) => [
    schedule.name,
    found({
      expression: schedule.expression,
      timezone: schedule.timezone,
      enabled: schedule.enabled,
      flexibleWindowMinutes: schedule.flexibleWindowMinutes,
      targetArn: SEND_MESSAGE,
      roleArn: ROLE,
      input: JSON.stringify({
        QueueUrl: locationOf(schedule.queue).url,
        MessageBody: schedule.body,
      }),
      deadLetterArn: locationOf(`${schedule.queue}-dlq`).arn,
    }),
  ]);
  return Object.fromEntries(pairs);
}
