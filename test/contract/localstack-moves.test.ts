import { deadLetterQueueOf, type QueueLocation } from "@celeriac/core";
import { type AwsAtEndpoint, startAwsAtEndpoint } from "@celeriac/local";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { topologyOf } from "../conformance/embedded-ports.ts";
import { endpointOf, freshStage } from "./emulator-ports.ts";
import { serviceCall } from "./service-call.ts";

let aws: AwsAtEndpoint;
beforeAll(async () => {
  const endpoint = endpointOf("localstack");
  aws = await startAwsAtEndpoint({ endpoint, topology: topologyOf(2), stage: freshStage() });
});
afterAll(() => aws.stop());

const sqs = (action: string, request: object) =>
  serviceCall({
    endpoint: endpointOf("localstack"),
    service: "sqs",
    method: "POST",
    path: "/",
    action,
    request,
  });
const queue = (name: string): QueueLocation => {
  const location = aws.resources.queues[name];
  if (location === undefined) throw new Error(`there is no queue ${name}`);
  return location;
};
/** Sends straight to the dead-letter queue, as hosts do: SQS has not moved it, and notes no source. */
const bury = async (name: string, MessageBody: string): Promise<QueueLocation> => {
  const location = queue(deadLetterQueueOf(name));
  await sqs("SendMessage", { QueueUrl: location.url, MessageBody });
  return location;
};
const newestMove = async (SourceArn: string) => {
  const { Results } = await sqs("ListMessageMoveTasks", { SourceArn });
  return (Results as readonly unknown[])[0];
};
const ended = { interval: 50, timeout: 30_000 } as const;

describe("SQS moves what a host has dead-lettered itself", () => {
  it("not without a destination: it cannot tell where the message came from, (difference) nor says so", async () => {
    const { arn } = await bury("queue-0", "no way back");
    await sqs("StartMessageMoveTask", { SourceArn: arn });
    // AWS says CouldNotDetermineMessageSource.
    await expect
      .poll(() => newestMove(arn), ended)
      .toMatchObject({ Status: "FAILED", FailureReason: "AttributeError" });
  });

  it("to a destination that is named", async () => {
    const { arn } = await bury("queue-1", "on its way back");
    const { url, arn: DestinationArn } = queue("queue-1");
    await sqs("StartMessageMoveTask", { SourceArn: arn, DestinationArn });
    await expect.poll(() => newestMove(arn), ended).toMatchObject({ Status: "COMPLETED" });
    const { Messages } = await sqs("ReceiveMessage", { QueueUrl: url, WaitTimeSeconds: 5 });
    expect(Messages).toEqual([expect.objectContaining({ Body: "on its way back" })]);
  });
});
