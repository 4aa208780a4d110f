import { stop } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Bundle, bundle } from "./bundle.ts";

const KB = 1024;

/** What a task without trouble makes the function load: SQS, DynamoDB and the transport. */
const HOT = [/\/stdin/, /\/sqs-calls/, /\/dynamodb-calls/, /\/http-handler/];

describe("the smallest Lambda consumer, bundled", { timeout: 30_000 }, () => {
  let consumer: Bundle;
  let clients: Bundle;

  beforeAll(async () => {
    [consumer, clients] = await Promise.all([
      bundle(`export * from "./smallest-consumer.ts";`, import.meta.dirname),
      bundle(
        `
        import { BatchExecuteStatementCommand, DynamoDBClient, GetItemCommand, PutItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
        import { ChangeMessageVisibilityBatchCommand, DeleteMessageBatchCommand, ReceiveMessageCommand, SendMessageBatchCommand, SQSClient } from "@aws-sdk/client-sqs";
        export const dynamodb = [DynamoDBClient, BatchExecuteStatementCommand, GetItemCommand, PutItemCommand, UpdateItemCommand];
        export const sqs = [SQSClient, ChangeMessageVisibilityBatchCommand, DeleteMessageBatchCommand, ReceiveMessageCommand, SendMessageBatchCommand];
      `,
        import.meta.dirname,
      ),
    ]);
  }, 60_000);

  afterAll(() => stop());

  it("loads no AWS client and no validator at its start", () => {
    const packages = [...consumer.packages(/\/stdin/)];
    expect(packages).toContain("@middy/core");
    expect(packages.filter((name) => /^(@aws-sdk\/|@smithy\/|zod$|pino$)/.test(name))).toEqual([]);
  });

  it("loads Powertools' idempotency for the tasks that have it, and for no other", () => {
    const idempotency = "@aws-lambda-powertools/idempotency";
    expect([...consumer.packages(...HOT)]).not.toContain(idempotency);
    expect([...consumer.packages(/\/powertools-effect-guard/)]).toContain(idempotency);
  });

  it("is at most 57 KB gzipped at its start", () => {
    expect(consumer.size(/\/stdin/)).toBeLessThan(57 * KB);
  });

  it("adds at most 59 KB gzipped to the bare AWS clients that its tasks need", () => {
    expect(consumer.size(...HOT) - clients.size(/\/stdin/)).toBeLessThan(59 * KB);
  });
});
