import type { Message, MessageAttributeValue } from "@aws-sdk/client-sqs";
import type { ReceivedMessage } from "@celeriac/core";

/**
 * A message as SQS handed it out; `undefined` without a receipt handle, since nothing could be done with it.
 * `now` stands for a time of sending that is missing: taken for old, it would be renewed for ever.
 */
export function toReceivedMessage(message: Message, now: number): ReceivedMessage | undefined {
  if (message.ReceiptHandle === undefined) return undefined;
  const system = message.Attributes ?? {};
  const attributes = textAttributes(message.MessageAttributes ?? {});
  return {
    messageId: message.MessageId ?? "",
    receiptHandle: message.ReceiptHandle,
    body: message.Body ?? "",
    receiveCount: wholeNumber(system.ApproximateReceiveCount, 1),
    sentAt: wholeNumber(system.SentTimestamp, now),
    ...(system.MessageGroupId === undefined ? {} : { group: system.MessageGroupId }),
    ...(attributes === undefined ? {} : { attributes }),
    ...(system.AWSTraceHeader === undefined ? {} : { traceHeader: system.AWSTraceHeader }),
  };
}

function wholeNumber(text: string | undefined, otherwise: number): number {
  const number = Number(text ?? Number.NaN);
  return Number.isSafeInteger(number) ? number : otherwise;
}

/** Attributes of other types than text are not ours. */
function textAttributes(
  attributes: Readonly<Record<string, MessageAttributeValue>>,
): Readonly<Record<string, string>> | undefined {
  const texts = Object.entries(attributes).flatMap(([name, { StringValue }]) =>
    StringValue === undefined ? [] : [[name, StringValue] as const],
  );
  return texts.length === 0 ? undefined : Object.fromEntries(texts);
}
