import type { Resources } from "@celeriac/core";
import { describe, expect, it } from "vitest";
import {
  awsError,
  type StubAnswer,
  type StubServer,
  startStubServer,
} from "../testing/stub-server.ts";
import { type AwsQueueOperator, createQueueOperator } from "./queue-operator.ts";

interface World extends AsyncDisposable {
  readonly stub: StubServer;
  readonly operator: AwsQueueOperator;
}

/** The real operator and the real SDK, against a server that answers so. */
async function worldOf(answer: StubAnswer, withCloudWatch = true): Promise<World> {
  const stub = await startStubServer();
  stub.answer(() => answer);
  const resources: Resources = stub.resources;
  const cloudWatchEndpoint = withCloudWatch ? resources.endpoints?.sqs : undefined;
  const operator = createQueueOperator(resources, { cloudWatchEndpoint });
  return {
    stub,
    operator,
    async [Symbol.asyncDispose]() {
      await operator.close();
      await stub.close();
    },
  };
}

describe("an operator of queues", () => {
  it("asks SQS how full a queue is, a dead-letter queue too", async () => {
    await using world = await worldOf({
      body: { Attributes: { ApproximateNumberOfMessages: "3" } },
    });
    expect(await world.operator.depth("images-dlq")).toEqual({
      visible: 3,
      inFlight: 0,
      delayed: 0,
    });
    expect(world.stub.requests[0]).toMatchObject({
      operation: "GetQueueAttributes",
      body: { QueueUrl: world.stub.resources.queues["images-dlq"]?.url },
    });
  });

  it("has SQS purge a queue", async () => {
    await using world = await worldOf({ body: {} });
    expect(await world.operator.purge("images")).toBe("purged");
    expect(world.stub.requests).toMatchObject([
      { operation: "PurgeQueue", body: { QueueUrl: world.stub.resources.queues["images"]?.url } },
    ]);
  });

  it("knows SQS's 60 seconds, and no other refusal, as too soon", async () => {
    await using soon = await worldOf(awsError("PurgeQueueInProgress", 403));
    expect(await soon.operator.purge("images")).toBe("too-soon");
    await using denied = await worldOf(awsError("AccessDenied", 403));
    await expect(denied.operator.purge("images")).rejects.toMatchObject({
      code: "access-denied",
      message: expect.stringContaining("sqs:PurgeQueue"),
    });
    await expect(denied.operator.purge("nope")).rejects.toMatchObject({ code: "missing-resource" });
  });

  it("answers the newest reading of CloudWatch", async () => {
    const at = (minute: number): number => Date.UTC(2026, 0, 1, 0, minute) / 1000;
    const Datapoints = [
      { Timestamp: at(2), Maximum: 120 },
      { Timestamp: at(3), Maximum: 30 },
      { Timestamp: at(1), Maximum: 60 },
    ];
    await using world = await worldOf({ body: { Datapoints } });
    expect(await world.operator.oldestAge("images")).toEqual({ kind: "age", ms: 30_000 });
    expect(world.stub.requests).toMatchObject([
      {
        operation: "GetMetricStatistics",
        body: {
          Namespace: "AWS/SQS",
          MetricName: "ApproximateAgeOfOldestMessage",
          Dimensions: [{ Name: "QueueName", Value: "images" }],
          Statistics: ["Maximum"],
        },
      },
    ]);
  });

  it.each([
    ["has read nothing", { body: { Datapoints: [] } }, /no reading/],
    ["may not be asked", awsError("AccessDenied", 403), /cloudwatch:GetMetricStatistics/],
  ])("says why the age is unknown where CloudWatch %s", async (_what, answer, why) => {
    await using world = await worldOf(answer as StubAnswer);
    expect(await world.operator.oldestAge("images")).toEqual({
      kind: "unknown",
      why: expect.stringMatching(why),
    });
  });

  it("asks no CloudWatch of an emulator that has none", async () => {
    await using world = await worldOf({ body: {} }, false);
    expect(await world.operator.oldestAge("images")).toMatchObject({ kind: "unknown" });
    expect(world.stub.requests).toEqual([]);
  });
});
