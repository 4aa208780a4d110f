import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from "@aws-sdk/client-dynamodb";
import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import {
  GetQueueAttributesCommand,
  ListQueuesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import type { LambdaConsumer } from "@celeriac/core";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { emulatorClientConfig } from "./account.ts";
import { type EmbeddedAws, startEmbeddedAws } from "./index.ts";
import { slowTopology as topology } from "./slow-topology.ts";

const lambda: LambdaConsumer = {
  kind: "lambda",
  memoryMb: 128,
  timeoutSeconds: 60,
  batchSize: 10,
  batchWindowSeconds: 0,
  maximumConcurrency: undefined,
  reservedConcurrency: undefined,
};

const sqsOf = (aws: EmbeddedAws) =>
  new SQSClient(emulatorClientConfig(aws.resources.endpoints!.sqs!));
const queueUrl = (aws: EmbeddedAws, name: string): string => aws.resources.queues[name]!.url;

describe("the embedded AWS is what the topology says", { timeout: 30_000 }, () => {
  let aws: EmbeddedAws;
  let sqs: SQSClient;
  beforeAll(async () => {
    aws = await startEmbeddedAws({ topology, stage: "test" });
    sqs = sqsOf(aws);
  }, 30_000);
  afterAll(async () => {
    sqs.destroy();
    await aws.stop();
  });

  it("gives a queue its visibility, retention and redrive policy", async () => {
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: queueUrl(aws, "slow"), AttributeNames: ["All"] }),
    );
    expect(Attributes).toMatchObject({
      QueueArn: "arn:aws:sqs:us-east-1:000000000000:demo-test-slow",
      VisibilityTimeout: "33",
      MessageRetentionPeriod: "604800",
    });
    expect(JSON.parse(Attributes!["RedrivePolicy"]!)).toEqual({
      deadLetterTargetArn: aws.resources.queues["slow-dlq"]!.arn,
      maxReceiveCount: 50,
    });
  });

  it("gives a dead-letter queue its own retention", async () => {
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({
        QueueUrl: queueUrl(aws, "slow-dlq"),
        AttributeNames: ["All"],
      }),
    );
    expect(Attributes).toMatchObject({ MessageRetentionPeriod: "1209600" });
  });

  it("gives the table its keys and its time to live", async () => {
    const dynamodb = new DynamoDBClient(emulatorClientConfig(aws.resources.endpoints!.dynamodb!));
    const TableName = aws.resources.table;
    const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName }));
    expect(Table?.KeySchema).toEqual([
      { AttributeName: "pk", KeyType: "HASH" },
      { AttributeName: "sk", KeyType: "RANGE" },
    ]);
    const { TimeToLiveDescription } = await dynamodb.send(
      new DescribeTimeToLiveCommand({ TableName }),
    );
    expect(TimeToLiveDescription).toMatchObject({
      AttributeName: "ttl",
      TimeToLiveStatus: "ENABLED",
    });
    dynamodb.destroy();
  });

  it("tells other processes where everything is", () => {
    expect(JSON.parse(aws.environment["CELERIAC_RESOURCES"]!)).toEqual(aws.resources);
    expect(aws.environment["AWS_ENDPOINT_URL_SQS"]).toBe(aws.resources.endpoints?.sqs);
  });

  it("listens on the loopback address only", () => {
    for (const endpoint of Object.values(aws.resources.endpoints!)) {
      expect(endpoint).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    }
  });
});

describe("the embedded AWS can keep its data", { timeout: 30_000 }, () => {
  it("finds messages, records and objects again in the next run, at new ports", async () => {
    const dataDir = mkdtempSync(join(tmpdir(), "celeriac-local-"));
    onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
    const first = await startEmbeddedAws({ topology, dataDir });
    await write(first);
    await first.stop();

    const second = await startEmbeddedAws({ topology, dataDir });
    onTestFinished(() => second.stop());
    const sqs = sqsOf(second);
    const { Messages } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: queueUrl(second, "slow"),
        MessageSystemAttributeNames: ["All"],
      }),
    );
    expect(Messages).toMatchObject([{ Body: "kept", Attributes: { MessageGroupId: "tenant" } }]);
    const { QueueUrls } = await sqs.send(new ListQueuesCommand({}));
    expect(new Set(QueueUrls)).toEqual(
      new Set(Object.values(second.resources.queues).map(({ url }) => url)),
    );
    for (const url of QueueUrls!) expect(new URL(url).origin).toBe(second.resources.endpoints!.sqs);
    const dynamodb = new DynamoDBClient(
      emulatorClientConfig(second.resources.endpoints!.dynamodb!),
    );
    const { Item } = await dynamodb.send(
      new GetItemCommand({
        TableName: second.resources.table,
        Key: { pk: { S: "a" }, sk: { S: "b" } },
      }),
    );
    expect(Item).toMatchObject({ value: { S: "kept" } });
    const s3 = s3Of(second);
    const object = await s3.send(
      new GetObjectCommand({ Bucket: second.resources.bucket, Key: "a/b" }),
    );
    expect(await object.Body?.transformToString()).toBe("kept");
    for (const client of [sqs, dynamodb, s3]) client.destroy();
  });

  it("refuses a folder that another run uses", async () => {
    const dataDir = mkdtempSync(join(tmpdir(), "celeriac-local-"));
    onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
    const first = await startEmbeddedAws({ topology, dataDir });
    onTestFinished(() => first.stop());
    await expect(startEmbeddedAws({ topology, dataDir })).rejects.toMatchObject({
      code: "emulator-failed",
      message: expect.stringContaining("use another folder"),
    });
  });

  async function write(aws: EmbeddedAws): Promise<void> {
    const sqs = sqsOf(aws);
    const dynamodb = new DynamoDBClient(emulatorClientConfig(aws.resources.endpoints!.dynamodb!));
    const s3 = s3Of(aws);
    await sqs.send(
      new SendMessageCommand({
        QueueUrl: queueUrl(aws, "slow"),
        MessageBody: "kept",
        MessageGroupId: "tenant",
      }),
    );
    await dynamodb.send(
      new PutItemCommand({
        TableName: aws.resources.table,
        Item: { pk: { S: "a" }, sk: { S: "b" }, value: { S: "kept" } },
      }),
    );
    await s3.send(new PutObjectCommand({ Bucket: aws.resources.bucket, Key: "a/b", Body: "kept" }));
    for (const client of [sqs, dynamodb, s3]) client.destroy();
  }

  const s3Of = (aws: EmbeddedAws) =>
    new S3Client({
      ...emulatorClientConfig(aws.resources.endpoints!.s3!),
      forcePathStyle: true,
    });
});

describe("nothing outlives the embedded AWS", { timeout: 30_000 }, () => {
  it("ends its processes when it is stopped, however often", async () => {
    const aws = await startEmbeddedAws({ topology });
    const processIds = aws.processIds();
    expect(processIds.map(isAlive)).toEqual([true, true]);
    await Promise.all([aws.stop(), aws.stop()]);
    expect(processIds.map(isAlive)).toEqual([false, false]);
  });

  it("stops the others when one cannot be started", async () => {
    const servers = () =>
      process.getActiveResourcesInfo().filter((resource) => resource === "TCPServerWrap").length;
    const before = servers();
    const queue = { ...topology.queues[0]!, consumer: lambda };
    const start = startEmbeddedAws({
      topology: { ...topology, queues: [queue] },
      functions: { slow: { entry: "/nowhere/at/all.ts" } },
    });
    await expect(start).rejects.toMatchObject({ code: "emulator-failed" });
    expect(servers()).toBe(before);
  });

  it("stops what had started when something cannot be provisioned", async () => {
    const [queue] = topology.queues;
    const broken = { ...topology, queues: [{ ...queue!, visibilityTimeoutSeconds: 43_201 }] };
    const lines: string[] = [];
    const start = startEmbeddedAws({ topology: broken, onLog: ({ line }) => lines.push(line) });
    await expect(start).rejects.toMatchObject({
      code: "emulator-failed",
      message: expect.stringContaining("VisibilityTimeout"),
    });
    const endpoint = /http:\S+/.exec(lines.join(" "))![0];
    await expect(fetch(endpoint)).rejects.toThrow("fetch failed");
  });

  function isAlive(pid: number): boolean {
    try {
      process.kill(pid, 0);
      return true;
    } catch {
      return false;
    }
  }
});

describe("without dynoxide", { timeout: 30_000 }, () => {
  it("keeps the table in dynalite and says that it takes single writes", async () => {
    const aws = await startEmbeddedAws({ topology, table: "dynalite" });
    onTestFinished(() => aws.stop());
    const dynamodb = new DynamoDBClient(emulatorClientConfig(aws.resources.endpoints!.dynamodb!));
    const { Table } = await dynamodb.send(
      new DescribeTableCommand({ TableName: aws.resources.table }),
    );
    dynamodb.destroy();
    expect(Table?.TableStatus).toBe("ACTIVE");
    expect(aws.resources.tableWrites).toBe("single");
  });
});
