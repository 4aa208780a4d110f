import type { ReceivedMessage } from "@celeriac/core";
import type { SqsHandler } from "@celeriac/lambda";
import type { Sandbox, SimulatedProcess } from "@celeriac/testing/models";
import type { Context, SQSRecord } from "aws-lambda";

/** Invokes a handler inside a sandbox, with the event that an event source mapping makes. */
export function lambdaInvocation(
  process: SimulatedProcess,
  queue: string,
  handler: SqsHandler,
): Sandbox {
  let invocations = 0;
  return {
    process,
    invoke: (messages, getRemainingTimeInMillis) => {
      invocations += 1;
      const context = {
        awsRequestId: `${process.name}-${invocations}`,
        functionName: queue,
        getRemainingTimeInMillis,
      } as Context;
      const Records = messages.map((message) => recordOf(message, queue));
      return handler({ Records }, context);
    },
  };
}

function recordOf(message: ReceivedMessage, queue: string): SQSRecord {
  return {
    messageId: message.messageId,
    receiptHandle: message.receiptHandle,
    body: message.body,
    attributes: {
      ApproximateReceiveCount: String(message.receiveCount),
      SentTimestamp: String(message.sentAt),
      SenderId: "simulation",
      ApproximateFirstReceiveTimestamp: String(message.sentAt),
    },
    messageAttributes: Object.fromEntries(
      Object.entries(message.attributes ?? {}).map(([name, stringValue]) => [
        name,
        { dataType: "String" as const, stringValue },
      ]),
    ),
    md5OfBody: "",
    eventSource: "aws:sqs",
    eventSourceARN: queue,
    awsRegion: "nowhere",
  };
}
