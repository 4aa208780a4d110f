import {
  CeleriacError,
  type OutgoingMessage,
  SQS_MAX_DELAY_SECONDS,
  SQS_MAX_MESSAGE_BYTES,
} from "@celeriac/core";
import { messageBytes } from "./message-bytes.ts";

/** SQS: letters, digits and punctuation. */
const GROUP = /^[\x21-\x7e]{1,128}$/;

/**
 * Refuses what SQS would: several of these make it refuse a whole batch, and nine innocent messages with it.
 * @throws {CeleriacError} `payload-too-large`, or `refused`
 */
export function checkMessage(queue: string, message: OutgoingMessage): void {
  const { body, delaySeconds = 0, group } = message;
  const what = `a message for queue ${JSON.stringify(queue)}`;
  const bytes = messageBytes(message);
  if (bytes > SQS_MAX_MESSAGE_BYTES) {
    throw new CeleriacError(
      "payload-too-large",
      `${what} has ${bytes} bytes, attributes included: SQS takes ${SQS_MAX_MESSAGE_BYTES}; send less, or a reference to it`,
      { details: { queue, bytes, limit: SQS_MAX_MESSAGE_BYTES } },
    );
  }
  if (body === "") throw refused(queue, `${what} is empty: SQS takes no empty body`);
  if (!Number.isInteger(delaySeconds) || delaySeconds < 0 || delaySeconds > SQS_MAX_DELAY_SECONDS) {
    throw refused(
      queue,
      `${what} has a delay of ${delaySeconds} s: SQS takes whole seconds from 0 to ${SQS_MAX_DELAY_SECONDS}`,
    );
  }
  if (group !== undefined && !GROUP.test(group)) {
    throw refused(
      queue,
      `${what} has the group ${JSON.stringify(group.slice(0, 150))}: SQS takes 1 to 128 ASCII letters, digits and punctuation marks; choose another name for the tenant`,
    );
  }
}

function refused(queue: string, message: string): CeleriacError {
  return new CeleriacError("refused", message, { details: { queue } });
}
