import {
  type App,
  crontab,
  defineApp,
  defineTask,
  fargate,
  lambda,
  type Resources,
  topology,
} from "@celeriac/core";
import { startAwsAtEndpoint } from "@celeriac/local";
import { vi } from "vitest";
import { awsCall } from "./aws-call.ts";
import { freshStage } from "./emulator-ports.ts";

/** An app with a queue for each host, and a schedule. */
export const shop: App = shopWhose({ enabled: true });

/** The same, when its schedule rests. */
export const restingShop: App = shopWhose({ enabled: false });

function shopWhose(schedule: { readonly enabled: boolean }): App {
  return defineApp({
    name: "shop",
    tasks: [defineTask({ name: "report", run: () => undefined })],
    queues: {
      default: lambda({ timeout: "60s", batch: 5, maxConcurrency: 4, reservedConcurrency: 8 }),
      video: fargate(),
    },
    schedules: {
      nightly: {
        task: "report",
        schedule: crontab("0 3 * * *"),
        timezone: "Europe/London",
        ...schedule,
      },
    },
  });
}

/** What a consumer has otherwise than it should. */
export interface ConsumerFault {
  readonly function?: object;
  readonly mapping?: object;
}

/** A deployment at an emulator, provisioned by hand as a component would. */
export interface DoctorDeployment extends AsyncDisposable {
  readonly resources: Resources;
  /** The function that consumes the lambda queue. */
  functionName(): string;
  /** Lets a new function consume the lambda queue, in place of the one before. */
  consume(fault?: ConsumerFault): Promise<void>;
  /** Lets the function consume another queue as well. */
  map(queue: string, functionName: string, fault?: object): Promise<void>;
  /** Takes every consumer of a queue away. */
  unmap(queue: string): Promise<void>;
  call(
    service: string,
    operation: string,
    input: object,
  ): Promise<Readonly<Record<string, unknown>>>;
  /** Makes another function like the consumer; answers its name. */
  createFunction(fault?: object): Promise<string>;
  /** Resolves when every mapping is in a state that lasts. */
  settled(): Promise<void>;
}

const SEND_MESSAGE = "arn:aws:scheduler:::aws-sdk:sqs:sendMessage";
/** An archive without a file: no function of these tests runs. */
const EMPTY_ZIP = Buffer.from("UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA==", "base64");

/** Makes all that the doctor asks for, but the workers. */
export async function deployByHand(endpoint: string): Promise<DoctorDeployment> {
  const stage = freshStage();
  const aws = await startAwsAtEndpoint({ endpoint, topology: topology(shop), stage });
  let functions = 0;
  let consumer = "";
  const call: DoctorDeployment["call"] = (service, operation, input) =>
    awsCall(endpoint, { service, operation, input });
  const roleArn = await createRole(call, `shop-${stage}-scheduler`);
  const resources: Resources = {
    ...aws.resources,
    schedules: { ...aws.resources.schedules, roleArn },
  };
  const arnOf = (queue: string): string => resources.queues[queue]?.arn ?? "";
  const mappings = async (queue: string): Promise<readonly Mapping[]> => {
    const answer = await call("lambda", "ListEventSourceMappings", {
      EventSourceArn: arnOf(queue),
    });
    return answer["EventSourceMappings"] as readonly Mapping[];
  };
  const deployment: DoctorDeployment = {
    resources,
    functionName: () => consumer,
    call,
    async consume(fault = {}) {
      consumer = await deployment.createFunction(fault.function);
      await deployment.unmap("default");
      await deployment.map("default", consumer, fault.mapping);
    },
    async map(queue, FunctionName, fault = {}) {
      await call("lambda", "CreateEventSourceMapping", {
        FunctionName,
        EventSourceArn: arnOf(queue),
        BatchSize: 5,
        FunctionResponseTypes: ["ReportBatchItemFailures"],
        ScalingConfig: { MaximumConcurrency: 4 },
        ...fault,
      });
      await deployment.settled();
    },
    async unmap(queue) {
      for (const { UUID } of await mappings(queue)) {
        await call("lambda", "DeleteEventSourceMapping", { UUID });
      }
      await deployment.settled();
    },
    async createFunction(fault = {}) {
      functions += 1;
      const FunctionName = `shop-${stage}-${functions}`;
      await call("lambda", "CreateFunction", {
        FunctionName,
        Runtime: "nodejs22.x",
        Handler: "index.handler",
        Role: roleArn,
        Code: { ZipFile: EMPTY_ZIP },
        Timeout: 60,
        MemorySize: 1024,
        ...fault,
      });
      const RecursiveLoop = "Allow";
      await call("lambda", "PutFunctionRecursionConfig", { FunctionName, RecursiveLoop });
      const ReservedConcurrentExecutions = 8;
      await call("lambda", "PutFunctionConcurrency", {
        FunctionName,
        ReservedConcurrentExecutions,
      });
      // Until then LocalStack has a conflict with every change.
      await vi.waitUntil(async () => {
        const { State } = await call("lambda", "GetFunctionConfiguration", { FunctionName });
        return State !== "Pending";
      }, PATIENT);
      return FunctionName;
    },
    async settled() {
      const names = Object.keys(resources.queues);
      await vi.waitUntil(async () => {
        const all = (await Promise.all(names.map(mappings))).flat();
        return all.every(({ State }) => State === "Enabled" || State === "Disabled");
      }, PATIENT);
    },
    [Symbol.asyncDispose]: () => aws.stop(),
  };
  await secureQueues(deployment);
  await secureBucket(deployment);
  await deployment.consume();
  await setSchedule(deployment);
  return deployment;
}

/** A policy that refuses whoever comes without TLS: to an emulator that does not heed it. */
export function tlsOnly(service: "sqs" | "s3", resource: readonly string[]): string {
  const condition = { Bool: { "aws:SecureTransport": "false" } };
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Deny",
        Principal: "*",
        Action: `${service}:*`,
        Resource: resource,
        Condition: condition,
      },
    ],
  });
}

const PATIENT = { interval: 50, timeout: 30_000 } as const;

interface Mapping {
  readonly UUID: string;
  readonly State: string;
}

async function createRole(call: DoctorDeployment["call"], RoleName: string): Promise<string> {
  const answer = await call("iam", "CreateRole", { RoleName, AssumeRolePolicyDocument: TRUST });
  return (answer["Role"] as { readonly Arn: string }).Arn;
}

/** What lets EventBridge Scheduler take a role. */
export const TRUST: string = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: { Service: "scheduler.amazonaws.com" },
      Action: "sts:AssumeRole",
    },
  ],
});

async function secureQueues({ resources, call }: DoctorDeployment): Promise<void> {
  for (const { name, deadLetterQueue } of topology(shop).queues) {
    const [queue, deadLetters] = [resources.queues[name], resources.queues[deadLetterQueue]];
    if (queue === undefined || deadLetters === undefined) throw new Error(`no queue ${name}`);
    await call("sqs", "SetQueueAttributes", {
      QueueUrl: queue.url,
      Attributes: { Policy: tlsOnly("sqs", [queue.arn]), SqsManagedSseEnabled: "true" },
    });
    await call("sqs", "SetQueueAttributes", {
      QueueUrl: deadLetters.url,
      Attributes: {
        Policy: tlsOnly("sqs", [deadLetters.arn]),
        SqsManagedSseEnabled: "true",
        RedriveAllowPolicy: JSON.stringify({
          redrivePermission: "byQueue",
          sourceQueueArns: [queue.arn],
        }),
      },
    });
  }
}

async function secureBucket({ resources, call }: DoctorDeployment): Promise<void> {
  const Bucket = resources.bucket;
  const arn = `arn:aws:s3:::${Bucket}`;
  await call("s3", "PutBucketPolicy", { Bucket, Policy: tlsOnly("s3", [arn, `${arn}/*`]) });
}

/** By the role that this deployment has of its own. */
async function setSchedule({ resources, call }: DoctorDeployment): Promise<void> {
  const [schedule] = topology(shop).schedules;
  await call("scheduler", "UpdateSchedule", {
    Name: schedule?.name,
    GroupName: resources.schedules.group,
    ScheduleExpression: schedule?.expression,
    ScheduleExpressionTimezone: schedule?.timezone,
    // LocalStack takes an update without it for one that disables.
    State: "ENABLED",
    FlexibleTimeWindow: { Mode: "OFF" },
    Target: {
      Arn: SEND_MESSAGE,
      RoleArn: resources.schedules.roleArn,
      Input: JSON.stringify({
        QueueUrl: resources.queues["default"]?.url,
        MessageBody: schedule?.body,
      }),
      DeadLetterConfig: { Arn: resources.queues["default-dlq"]?.arn },
    },
  });
}
