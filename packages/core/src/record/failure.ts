/** Why a task failed. */
export type FailureReason =
  /** The handler threw, and its retry policy gave no further attempt. */
  | "error"
  /** The hard time limit ended the last attempt. */
  | "time-limit"
  /** Processes died with it as often as the limit allows. */
  | "worker-lost"
  /** The handler threw a RejectError. */
  | "rejected"
  /** The task's schema refused the input, or the input could not be read. */
  | "invalid-input"
  /** The result was refused by its schema, is not serialisable or too large. */
  | "invalid-output"
  /** No code knew the task's name, for longer than a roll-out takes. */
  | "unknown-task"
  /** The message is older than records live. */
  | "too-old";

/** Why a message lies in a dead-letter queue: a failure's reason, or what has no record. */
export type DeadLetterReason = FailureReason | "undecodable" | "receive-limit";

/** The type makes a forgotten one an error. */
const REASONS: Readonly<Record<DeadLetterReason, true>> = {
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

/** Every reason, to choose from. */
export const DEAD_LETTER_REASONS: readonly string[] = Object.keys(REASONS);

export function isDeadLetterReason(text: string): text is DeadLetterReason {
  return Object.hasOwn(REASONS, text);
}

/** An error as it is stored and sent; of what else hangs on it nothing is kept. Lengths are in UTF-16 units. */
export interface FailureError {
  /** At most 200; `NonErrorThrown` for what was thrown and is no error. */
  readonly name: string;
  /** At most 2,000. */
  readonly message: string;
  /** At most 200; numbers as text. */
  readonly code?: string | undefined;
  /** At most 8,000, of a cause 2,000. */
  readonly stack?: string | undefined;
  /** Up to five, one within the other. */
  readonly cause?: FailureError | undefined;
}
