import {
  ListMessageMoveTasksCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from "@aws-sdk/client-sqs";
import { deadLetterQueueOf, type QueueLocation } from "@celeriac/core";
import { type AwsAtEndpoint, startAwsAtEndpoint } from "@celeriac/local";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { topologyOf } from "../conformance/embedded-ports.ts";
import { endpointOf, freshStage } from "./emulator-ports.ts";

let aws: AwsAtEndpoint;
let sqs: SQSClient;
beforeAll(async () => {
  const endpoint = endpointOf("localstack");
  aws = await startAwsAtEndpoint({ endpoint, topology: topologyOf(2), stage: freshStage() });
  sqs = new SQSClient({
    endpoint,
    region: aws.resources.region,
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
});
afterAll(async () => {
  sqs.destroy();
  await aws.stop();
});

const queue = (name: string): QueueLocation => {
  const location = aws.resources.queues[name];
  if (location === undefined) throw new Error(`there is no queue ${name}`);
  return location;
};
/** Sends straight to the dead-letter queue, as hosts do: SQS has not moved it, and notes no source. */
const bury = async (name: string, MessageBody: string): Promise<QueueLocation> => {
  const location = queue(deadLetterQueueOf(name));
  await sqs.send(new SendMessageCommand({ QueueUrl: location.url, MessageBody }));
  return location;
};
const newestMove = async (SourceArn: string) => {
  const { Results } = await sqs.send(new ListMessageMoveTasksCommand({ SourceArn }));
  return Results?.[0];
};
const ended = { interval: 50, timeout: 30_000 } as const;

describe("SQS moves what a host has dead-lettered itself", () => {
  it("not without a destination: it cannot tell where the message came from, (difference) nor says so", async () => {
    const { arn } = await bury("queue-0", "no way back");
    await sqs.send(new StartMessageMoveTaskCommand({ SourceArn: arn }));
    // AWS says CouldNotDetermineMessageSource.
    await expect
      .poll(() => newestMove(arn), ended)
      .toMatchObject({ Status: "FAILED", FailureReason: "AttributeError" });
  });

  it("to a destination that is named", async () => {
    const { arn } = await bury("queue-1", "on its way back");
    const { url, arn: DestinationArn } = queue("queue-1");
    await sqs.send(new StartMessageMoveTaskCommand({ SourceArn: arn, DestinationArn }));
    await expect.poll(() => newestMove(arn), ended).toMatchObject({ Status: "COMPLETED" });
    const answer = await sqs.send(new ReceiveMessageCommand({ QueueUrl: url, WaitTimeSeconds: 5 }));
    expect(answer.Messages?.map(({ Body }) => Body)).toEqual(["on its way back"]);
  });
});
