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

/** An error as it is stored and sent. */
export interface FailureError {
  readonly name: string;
  readonly message: string;
  readonly code?: string | undefined;
  readonly stack?: string | undefined;
  readonly cause?: FailureError | undefined;
}
