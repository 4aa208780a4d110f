import type { OutgoingMessage, ReceivedMessage } from "@celeriac/core";

/** A message as a queue holds it. */
export interface StoredMessage {
  readonly messageId: string;
  readonly content: OutgoingMessage;
  /** Epoch ms of the first send: a move to the dead-letter queue keeps it, and retention counts from it. */
  readonly sentAt: number;
  receiveCount: number;
  /** The receipt handle of the last receive. */
  receiptHandle: string | undefined;
  lastReceivedAt: number;
  /** Hidden until this instant, epoch ms. */
  visibleAt: number;
  place: "ready" | "hidden" | "gone";
}

export function toReceived(message: StoredMessage, receiptHandle: string): ReceivedMessage {
  const { content } = message;
  return {
    messageId: message.messageId,
    receiptHandle,
    body: content.body,
    receiveCount: message.receiveCount,
    sentAt: message.sentAt,
    ...(content.group === undefined ? {} : { group: content.group }),
    ...(content.attributes === undefined ? {} : { attributes: { ...content.attributes } }),
    ...(content.traceHeader === undefined ? {} : { traceHeader: content.traceHeader }),
  };
}
