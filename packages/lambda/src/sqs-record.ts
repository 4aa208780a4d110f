import type { ReceivedMessage } from "@celeriac/core";
import type { SQSRecord } from "aws-lambda";

/**
 * The message that a record of an SQS event carries; `undefined` when it is no such record.
 * Untrusted: whatever invokes the function chooses the event.
 */
export function toReceivedMessage(record: Partial<SQSRecord>): ReceivedMessage | undefined {
  const { messageId, receiptHandle, body, attributes } = record;
  if (record.eventSource !== "aws:sqs") return undefined;
  if (!isText(messageId) || !isText(receiptHandle) || typeof body !== "string") return undefined;
  const receiveCount = Number(attributes?.ApproximateReceiveCount);
  const sentAt = Number(attributes?.SentTimestamp);
  if (!Number.isInteger(receiveCount) || !Number.isFinite(sentAt)) return undefined;
  return {
    messageId,
    receiptHandle,
    body,
    receiveCount,
    sentAt,
    group: attributes?.MessageGroupId,
    attributes: stringAttributes(record.messageAttributes),
    traceHeader: attributes?.AWSTraceHeader,
  };
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

/** Binary and number attributes are nobody's of ours. */
function stringAttributes(
  attributes: SQSRecord["messageAttributes"] | undefined,
): Readonly<Record<string, string>> | undefined {
  const strings = Object.entries(attributes ?? {}).flatMap(([name, { dataType, stringValue }]) =>
    dataType.startsWith("String") && stringValue !== undefined
      ? [[name, stringValue] as const]
      : [],
  );
  return strings.length === 0 ? undefined : Object.fromEntries(strings);
}
