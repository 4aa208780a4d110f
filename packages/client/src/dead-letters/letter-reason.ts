import {
  DEAD_LETTER_REASON_ATTRIBUTE,
  type DeadLetterReason,
  isDeadLetterReason,
} from "@celeriac/core";

/**
 * Why a message lies in a dead-letter queue, by its attributes. Only hosts should write them, but whoever may send to the
 * queue can: what is no reason is `receive-limit`, as where there is none.
 */
export function letterReason(
  attributes: Readonly<Record<string, string>> | undefined,
): DeadLetterReason {
  const text = attributes?.[DEAD_LETTER_REASON_ATTRIBUTE];
  return text !== undefined && isDeadLetterReason(text) ? text : "receive-limit";
}
