import type { MessageAttributeValue, SendMessageBatchRequestEntry } from "@aws-sdk/client-sqs";
import type { OutgoingMessage } from "@celeriac/core";
import { entryId } from "./batch-verdicts.ts";
import { ATTRIBUTE_TYPE } from "./message-bytes.ts";

/** A message as an entry of SendMessageBatch. */
export function toSendEntry(message: OutgoingMessage, index: number): SendMessageBatchRequestEntry {
  const { attributes, delaySeconds, group, traceHeader } = message;
  return {
    Id: entryId(index),
    MessageBody: message.body,
    ...(delaySeconds === undefined ? {} : { DelaySeconds: delaySeconds }),
    ...(group === undefined ? {} : { MessageGroupId: group }),
    ...(attributes === undefined ? {} : { MessageAttributes: toAttributes(attributes) }),
    ...(traceHeader === undefined
      ? {}
      : {
          MessageSystemAttributes: {
            AWSTraceHeader: { DataType: ATTRIBUTE_TYPE, StringValue: traceHeader },
          },
        }),
  };
}

function toAttributes(
  attributes: Readonly<Record<string, string>>,
): Record<string, MessageAttributeValue> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [
      name,
      { DataType: ATTRIBUTE_TYPE, StringValue: value },
    ]),
  );
}
