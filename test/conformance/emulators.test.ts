import type { Resources } from "@celeriac/core";
import { startEmbeddedAws } from "@celeriac/local";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { topologyOf } from "./embedded-ports.ts";

// What the adapters check beforehand or make up for, and the suites therefore cannot see. docs/emulators.md names
// each test; one that fails tells of a difference that has gone.

describe("the embedded SQS takes what AWS refuses", () => {
  const at = emulators();

  it.each([
    ["an empty body", { MessageBody: "" }],
    ["a delay of 901 s", { MessageBody: "b", DelaySeconds: 901 }],
    ["a message group of illegal characters", { MessageBody: "b", MessageGroupId: "ä ö" }],
  ])("%s", async (_what, message) => {
    const { sqs, resources } = at();
    const QueueUrl = resources.queues["queue-0"]?.url;
    const Entries = [{ Id: "0", ...message }];
    const { answer } = await sqs("SendMessageBatch", { QueueUrl, Entries });
    expect(answer["Successful"]).toHaveLength(1);
  });
});

describe("dynalite lacks what DynamoDB has", () => {
  const at = emulators("dynalite");

  it("PartiQL", async () => {
    const { table, dynamodb } = at();
    const Statements = [{ Statement: insertStatement(table, "partiql") }];
    const { answer } = await dynamodb("BatchExecuteStatement", { Statements });
    expect(answer["__type"]).toContain("UnknownOperationException");
  });

  it("transactions", async () => {
    const { table, dynamodb } = at();
    const Put = { TableName: table, Item: key("transaction") };
    const { answer } = await dynamodb("TransactWriteItems", { TransactItems: [{ Put }] });
    expect(answer["__type"]).toContain("UnknownOperationException");
  });

  it("the old item in a refusal", async () => {
    const { table, dynamodb } = at();
    const put = {
      TableName: table,
      Item: key("old"),
      ConditionExpression: "attribute_not_exists(pk)",
      ReturnValuesOnConditionCheckFailure: "ALL_OLD",
    };
    expect((await dynamodb("PutItem", put)).status).toBe(200);
    const { answer } = await dynamodb("PutItem", put);
    expect(answer["__type"]).toContain("ConditionalCheckFailedException");
    expect(answer["Item"]).toBeUndefined();
  });
});

describe("the table of this platform", () => {
  const at = emulators();

  it("keeps items whose time to live is over", async () => {
    const { table, dynamodb } = at();
    const Item = { ...key("expired"), ttl: { N: "1600000000" } };
    await dynamodb("PutItem", { TableName: table, Item });
    const { answer } = await dynamodb("GetItem", { TableName: table, Key: key("expired") });
    expect(answer["Item"]).toEqual(Item);
  });

  it("does not show the old item in a refused batch statement", async () => {
    const { table, dynamodb, resources } = at();
    const execute = () =>
      dynamodb("BatchExecuteStatement", {
        Statements: [
          {
            Statement: insertStatement(table, "twice"),
            ReturnValuesOnConditionCheckFailure: "ALL_OLD",
          },
        ],
      });
    await execute();
    const { status, answer } = await execute();
    // dynalite, where npm has no dynoxide, has no batch statements at all.
    expect(status).toBe(resources.tableWrites === "batched" ? 200 : 400);
    expect(JSON.stringify(answer)).not.toContain('"Item"');
  });
});

interface Answer {
  readonly status: number;
  readonly answer: Readonly<Record<string, unknown>>;
}
type Call = (action: string, request: object) => Promise<Answer>;

interface Emulators {
  readonly resources: Resources;
  readonly table: string;
  readonly sqs: Call;
  readonly dynamodb: Call;
}

function emulators(table?: "dynalite"): () => Emulators {
  let started: (Emulators & { readonly stop: () => Promise<void> }) | undefined;
  beforeAll(async () => {
    const { resources, stop } = await startEmbeddedAws({ topology: topologyOf(1), table });
    const { endpoints } = resources;
    started = {
      resources,
      table: resources.table,
      sqs: caller(endpoints?.sqs, "AmazonSQS"),
      dynamodb: caller(endpoints?.dynamodb, "DynamoDB_20120810"),
      stop,
    };
  });
  afterAll(() => started?.stop());
  return () => {
    if (started === undefined) throw new Error("the emulators are there only while tests run");
    return started;
  };
}

/** Calls without the SDK, which checks some requests itself. */
function caller(endpoint: string | undefined, service: string): Call {
  const scope = "test/20260101/us-east-1/service/aws4_request";
  return async (action, request) => {
    const response = await fetch(endpoint ?? "", {
      method: "POST",
      headers: {
        "content-type": `application/x-amz-json-1.0`,
        "x-amz-target": `${service}.${action}`,
        "x-amz-date": "20260101T000000Z",
        authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=none`,
      },
      body: JSON.stringify(request),
    });
    const answer = (await response.json()) as Answer["answer"];
    return { status: response.status, answer };
  };
}

function key(name: string): Readonly<Record<"pk" | "sk", { readonly S: string }>> {
  return { pk: { S: name }, sk: { S: name } };
}

function insertStatement(table: string, name: string): string {
  return `INSERT INTO "${table}" VALUE {'pk':'${name}','sk':'${name}'}`;
}
