import {
  DEAD_LETTER_ERROR_ATTRIBUTE,
  DEAD_LETTER_REASON_ATTRIBUTE,
  type DeadLetterReason,
  deadLetterQueueOf,
  type Envelope,
  encodeEnvelope,
  type SendAnswer,
} from "@celeriac/core";
import type { Delivery } from "./delivery.ts";
import type { EnginePorts } from "./engine-options.ts";

/** SQS counts attributes into a message's size; a reader needs the gist. */
const MAX_ERROR_LENGTH = 1000;

/**
 * Sends the copy of a failed task to its queue's dead-letter queue: one generation on, so that any redrive runs it
 * anew once, and without the eta and expiry that have passed.
 */
export function deadLetter(
  ports: EnginePorts,
  delivery: Delivery,
  envelope: Envelope,
  reason: DeadLetterReason,
  error: string | undefined,
): Promise<SendAnswer> {
  const { eta: _eta, expires: _expires, ...kept } = envelope;
  let body: string;
  try {
    body = encodeEnvelope({ ...kept, generation: envelope.generation + 1 });
  } catch {
    // The last generation there is, or a foreign body that grows past 1 MiB when it is escaped: better whole than lost.
    return deadLetterAsIs(ports, delivery, reason, error);
  }
  return ports.sender.send(deadLetterQueueOf(delivery.queue), {
    body,
    group: envelope.tenant,
    attributes: reasonAttributes(reason, error),
  });
}

/** Sends what is no envelope, or names a record that may be gone, to the dead-letter queue as it is. */
export function deadLetterAsIs(
  ports: EnginePorts,
  delivery: Delivery,
  reason: DeadLetterReason,
  error: string | undefined,
): Promise<SendAnswer> {
  const { body, group, traceHeader } = delivery.message;
  return ports.sender.send(deadLetterQueueOf(delivery.queue), {
    body,
    group,
    traceHeader,
    attributes: reasonAttributes(reason, error),
  });
}

function reasonAttributes(
  reason: DeadLetterReason,
  error: string | undefined,
): Record<string, string> {
  const text = error === undefined ? "" : legal(error.slice(0, MAX_ERROR_LENGTH));
  return {
    [DEAD_LETTER_REASON_ATTRIBUTE]: reason,
    ...(text === "" ? {} : { [DEAD_LETTER_ERROR_ATTRIBUTE]: text }),
  };
}

/** SQS refuses control characters and lone surrogates in attributes; emulators refuse more. */
function legal(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
  return text.replace(/[\u0000-\u001f\u007f-\u009f\ud800-\udfff\ufffe\uffff]+/g, " ").trim();
}
