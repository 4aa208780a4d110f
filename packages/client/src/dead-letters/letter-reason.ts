import { DEAD_LETTER_REASON_ATTRIBUTE, type DeadLetterReason } from "@celeriac/core";

/** The type makes a forgotten one an error. */
const REASON: Readonly<Record<DeadLetterReason, true>> = {
  error: true,
  "time-limit": true,
  "worker-lost": true,
  rejected: true,
  "invalid-input": true,
  "invalid-output": true,
  "unknown-task": true,
  "too-old": true,
  undecodable: true,
  "receive-limit": true,
};

/**
 * Why a message lies in a dead-letter queue, by its attributes. Only hosts should write them, but whoever may send to the
 * queue can: what is no reason is `receive-limit`, as where there is none.
 */
export function letterReason(
  attributes: Readonly<Record<string, string>> | undefined,
): DeadLetterReason {
  const text = attributes?.[DEAD_LETTER_REASON_ATTRIBUTE];
  return text !== undefined && Object.hasOwn(REASON, text)
    ? (text as DeadLetterReason)
    : "receive-limit";
}
