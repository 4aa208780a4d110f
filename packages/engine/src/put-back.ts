import {
  MAX_RECEIVE_COUNT,
  type MessageSender,
  RENEWAL_AGE_SHARE,
  SQS_MAX_DELAY_SECONDS,
  SQS_MAX_VISIBILITY_SECONDS,
} from "@celeriac/core";
import type { Delivery } from "./delivery.ts";
import type { EnginePorts } from "./engine-options.ts";

/** A minute is kept from the 12 hours that SQS hides a message, for the time that the call itself takes. */
const VISIBILITY_MARGIN_SECONDS = 60;

/** What became of the message: renewed ones are acknowledged, put back ones left to SQS. */
export type PutBackResult = {
  readonly acknowledge: boolean;
  readonly result: "put-back" | "renewed" | "left";
};

/**
 * Lets a message come back after `restMs`: it stays, SQS itself redelivers it. Close to the receive limit it is sent
 * anew instead, since SQS's count does not know that we put it back on purpose. Failing to change the visibility is
 * not an error of the delivery: the message comes back anyway, only at another time.
 */
export async function putBack(
  ports: EnginePorts,
  delivery: Delivery,
  restMs: number,
): Promise<PutBackResult> {
  if (delivery.message.receiveCount >= MAX_RECEIVE_COUNT - 2)
    return renew(ports.sender, delivery, restMs);
  const sinceReceiveMs = ports.clock.monotonic() - delivery.receivedAt;
  const seconds = visibilitySeconds(restMs, sinceReceiveMs);
  await ports.visibility.changeVisibility(delivery.queue, delivery.message.receiptHandle, seconds);
  return { acknowledge: false, result: "put-back" };
}

/**
 * Whole seconds, rounded up and at least 1 (0 would be a hot loop that eats the receive count), within the 12 hours
 * that count from the receive.
 */
export function visibilitySeconds(restMs: number, sinceReceiveMs: number): number {
  const most =
    SQS_MAX_VISIBILITY_SECONDS - Math.ceil(sinceReceiveMs / 1000) - VISIBILITY_MARGIN_SECONDS;
  return Math.max(1, Math.min(Math.ceil(restMs / 1000), most));
}

/**
 * Sends the same body again, then lets the old message go: count and age start anew. A crash between leaves two
 * messages of one task, which the claim keeps apart.
 */
export async function renew(
  sender: MessageSender,
  delivery: Delivery,
  restMs: number,
): Promise<PutBackResult> {
  const { body, group, attributes, traceHeader } = delivery.message;
  const delaySeconds = Math.min(Math.max(0, Math.ceil(restMs / 1000)), SQS_MAX_DELAY_SECONDS);
  const answer = await sender.send(delivery.queue, {
    body,
    delaySeconds,
    group,
    attributes,
    traceHeader,
  });
  return answer.ok
    ? { acknowledge: true, result: "renewed" }
    : { acknowledge: false, result: "left" };
}

/** Says whether a message must be sent anew before anything else, or SQS would take it away. */
export function mustRenew(delivery: Delivery, retentionMs: number, now: number): boolean {
  if (delivery.message.receiveCount >= MAX_RECEIVE_COUNT - 1) return true;
  return now - delivery.message.sentAt > retentionMs * RENEWAL_AGE_SHARE;
}
