import type { Clock } from "@celeriac/core";
import type { Context, SQSEvent, SQSRecord } from "aws-lambda";

export const QUEUE_ARN = "arn:aws:sqs:eu-west-1:000000000000:shop-default";

/** A record as Lambda's event source mapping makes it; the message id is its body too. */
export function sqsRecord(messageId: string, changes: Partial<SQSRecord> = {}): SQSRecord {
  return {
    messageId,
    receiptHandle: `${messageId}#1`,
    body: messageId,
    attributes: {
      ApproximateReceiveCount: "1",
      SentTimestamp: "1767225600000",
      SenderId: "sender",
      ApproximateFirstReceiveTimestamp: "1767225600000",
    },
    messageAttributes: {},
    md5OfBody: "",
    eventSource: "aws:sqs",
    eventSourceARN: QUEUE_ARN,
    awsRegion: "eu-west-1",
    ...changes,
  };
}

export function sqsEvent(...records: readonly (string | SQSRecord)[]): SQSEvent {
  return {
    Records: records.map((record) => (typeof record === "string" ? sqsRecord(record) : record)),
  };
}

/** An invocation that may run for `timeoutMs` of the clock's time. */
export function lambdaContext(clock: Clock, timeoutMs: number): Context {
  const startedAt = clock.monotonic();
  const context = {
    awsRequestId: "request-1",
    functionName: "consumer",
    getRemainingTimeInMillis: () => timeoutMs - (clock.monotonic() - startedAt),
  };
  return context as Context;
}
