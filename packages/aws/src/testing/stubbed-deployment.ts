import type { Deployment, Resources, Topology } from "@celeriac/core";
import { createDeploymentReader } from "../inspect/deployment-reader.ts";
import { resourcesAt, type StubAnswer, type StubRequest, startStubServer } from "./stub-server.ts";

/** What one call is called here: `GetQueueAttributes`, `GET /2015-03-31/functions/f/configuration`. */
export type Answers = Readonly<Record<string, StubAnswer | ((request: StubRequest) => StubAnswer)>>;

export interface StubbedReading {
  readonly deployment: Deployment;
  /** Every call that was made, by the names of {@link Answers}. */
  readonly calls: readonly string[];
}

export interface StubbedOptions {
  readonly cluster?: string;
  /** Without it the resources name no endpoint for Lambda, IAM and ECS. */
  readonly everywhere?: boolean;
}

/** Reads a deployment of two queues from a server that answers as AWS does, but for what a test changes. */
export async function stubbedDeployment(
  answers: Answers = {},
  { cluster, everywhere = true }: StubbedOptions = {},
): Promise<StubbedReading> {
  const stub = await startStubServer();
  const url = stub.resources.endpoints?.sqs;
  const endpoints = everywhere ? { lambda: url, iam: url, ecs: url } : {};
  stub.answer((request) => {
    const answer = answers[nameOf(request)] ?? HEALTHY[nameOf(request)] ?? NOTHING;
    return typeof answer === "function" ? answer(request) : answer;
  });
  try {
    const deployment = await createDeploymentReader({ endpoints }).read({
      topology: TOPOLOGY,
      resources: stub.resources,
      queuePrefix: "ima",
      cluster,
    });
    return { deployment, calls: stub.requests.map(nameOf) };
  } finally {
    await stub.close();
  }
}

/** Resources at an address where nothing answers. */
export const NOWHERE: Resources = resourcesAt("http://127.0.0.1:1");

export const TOPOLOGY: Topology = {
  app: "stub",
  queues: ["images", "video"].map((name) => ({
    name,
    deadLetterQueue: `${name}-dlq`,
    visibilityTimeoutSeconds: 360,
    retentionSeconds: 604_800,
    deadLetterRetentionSeconds: 1_209_600,
    maxReceiveCount: 50,
    consumer: {
      kind: "lambda",
      memoryMb: 1024,
      timeoutSeconds: 60,
      batchSize: 10,
      batchWindowSeconds: 0,
      maximumConcurrency: undefined,
      reservedConcurrency: undefined,
    },
  })),
  table: { partitionKey: "pk", sortKey: "sk", ttlAttribute: "ttl" },
  bucket: { expirationDays: 60 },
  scheduleGroup: "stub",
  schedules: [
    {
      name: "nightly",
      queue: "images",
      expression: "cron(0 3 * * ? *)",
      timezone: "UTC",
      enabled: true,
      flexibleWindowMinutes: undefined,
      body: "{}",
    },
  ],
};

const BUCKET_PATH = "/stub-bucket/";

/** Without the query of most; that of S3 says what is asked. */
function nameOf({ operation, path, body }: StubRequest): string {
  if (typeof body === "string" && body.startsWith("Action=")) {
    return new URLSearchParams(body).get("Action") ?? "";
  }
  if (!/^(GET|POST)$/.test(operation)) return operation;
  const [bare = "", query = ""] = decodeURIComponent(path).split("?");
  const asked = bare === BUCKET_PATH ? `?${query.replace(/=.*/, "")}` : "";
  return `${operation} ${bare}${asked}`;
}

export function xml(body: string): StubAnswer {
  return { body, headers: { "content-type": "application/xml" } };
}

const NOTHING: StubAnswer = { status: 500, body: { __type: "NotStubbed" } };

const TRUST = { Statement: [{ Effect: "Allow", Action: "sts:AssumeRole" }] };

/** The answers of AWS about a healthy deployment, cut to what is read. */
const HEALTHY: Answers = {
  GetQueueAttributes: { body: { Attributes: { VisibilityTimeout: "360" } } },
  ListQueues: { body: { QueueUrls: ["https://sqs/0/images", "https://sqs/0/images-dlq"] } },
  "GET /2015-03-31/event-source-mappings": { body: { EventSourceMappings: [] } },
  DescribeTable: {
    body: {
      Table: {
        AttributeDefinitions: [
          { AttributeName: "sk", AttributeType: "S" },
          { AttributeName: "pk", AttributeType: "S" },
        ],
        KeySchema: [
          { AttributeName: "sk", KeyType: "RANGE" },
          { AttributeName: "pk", KeyType: "HASH" },
        ],
        BillingModeSummary: { BillingMode: "PAY_PER_REQUEST" },
      },
    },
  },
  DescribeTimeToLive: {
    body: { TimeToLiveDescription: { TimeToLiveStatus: "ENABLED", AttributeName: "ttl" } },
  },
  "GET /stub-bucket/?lifecycle": xml(
    "<LifecycleConfiguration><Rule><ID>expire</ID><Status>Enabled</Status><Filter><Prefix></Prefix></Filter><Expiration><Days>60</Days></Expiration></Rule></LifecycleConfiguration>",
  ),
  "GET /stub-bucket/?publicAccessBlock": xml(
    "<PublicAccessBlockConfiguration><BlockPublicAcls>true</BlockPublicAcls><IgnorePublicAcls>true</IgnorePublicAcls><BlockPublicPolicy>true</BlockPublicPolicy><RestrictPublicBuckets>true</RestrictPublicBuckets></PublicAccessBlockConfiguration>",
  ),
  "GET /stub-bucket/?encryption": xml(
    "<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256</SSEAlgorithm></ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>",
  ),
  "GET /stub-bucket/?policy": { body: '{"Version":"2012-10-17","Statement":[]}' },
  "GET /schedule-groups/stub-group": { body: { Name: "stub-group" } },
  "GET /schedules/nightly": {
    body: {
      ScheduleExpression: "cron(0 3 * * ? *)",
      State: "ENABLED",
      FlexibleTimeWindow: { Mode: "FLEXIBLE", MaximumWindowInMinutes: 5 },
      Target: { Arn: "arn:target", RoleArn: "arn:role", Input: "{}" },
    },
  },
  GetRole: xml(
    `<GetRoleResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><GetRoleResult><Role><RoleName>stub</RoleName><AssumeRolePolicyDocument>${encodeURIComponent(JSON.stringify(TRUST))}</AssumeRolePolicyDocument></Role></GetRoleResult></GetRoleResponse>`,
  ),
};
