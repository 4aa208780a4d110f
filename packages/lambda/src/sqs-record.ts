import type { ReceivedMessage } from "@celeriac/core";

/**
 * The message that a record of an SQS event carries; `undefined` when it is no such record.
 * Untrusted: whatever invokes the function chooses the event.
 */
export function toReceivedMessage(record: unknown): ReceivedMessage | undefined {
  if (!isFields(record)) return undefined;
  const { messageId, receiptHandle, body } = record;
  if (record["eventSource"] !== "aws:sqs") return undefined;
  if (!isText(messageId) || !isText(receiptHandle) || typeof body !== "string") return undefined;
  const system = isFields(record["attributes"]) ? record["attributes"] : {};
  const receiveCount = wholeNumber(system["ApproximateReceiveCount"]);
  const sentAt = wholeNumber(system["SentTimestamp"]);
  if (receiveCount === undefined || sentAt === undefined) return undefined;
  return {
    messageId,
    receiptHandle,
    body,
    receiveCount,
    sentAt,
    group: textOf(system["MessageGroupId"]),
    attributes: stringAttributes(record["messageAttributes"]),
    traceHeader: textOf(system["AWSTraceHeader"]),
  };
}

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null;
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

function textOf(value: unknown): string | undefined {
  return isText(value) ? value : undefined;
}

/** SQS writes its numbers as decimal digits. */
function wholeNumber(value: unknown): number | undefined {
  return typeof value === "string" && /^\d{1,15}$/.test(value) ? Number(value) : undefined;
}

/** Binary and number attributes are nobody's of ours. */
function stringAttributes(attributes: unknown): Readonly<Record<string, string>> | undefined {
  if (!isFields(attributes)) return undefined;
  const strings = Object.entries(attributes).flatMap(([name, attribute]) => {
    if (!isFields(attribute)) return [];
    const { dataType, stringValue } = attribute;
    const isString = typeof dataType === "string" && dataType.startsWith("String");
    return isString && typeof stringValue === "string" ? [[name, stringValue] as const] : [];
  });
  return strings.length === 0 ? undefined : Object.fromEntries(strings);
}
