import type { ReceivedMessage } from "@celeriac/core";

/** One receive of a message, as a host hands it to the engine. */
export interface Delivery {
  /** The logical name of the queue it came from. */
  readonly queue: string;
  readonly message: ReceivedMessage;
  /** `Clock.monotonic()` from before the receive was sent: what the 12 hours of invisibility are counted from. */
  readonly receivedAt: number;
  /** Lambda: ms until the process is stopped. Workers have no such limit. */
  readonly remainingMs?: (() => number) | undefined;
  /** Aborts when the host wants its tasks back at once (the drain deadline, a second SIGTERM). */
  readonly shutdown?: AbortSignal | undefined;
}

/** What became of a delivery. */
export type DeliveryResult =
  | "succeeded"
  | "failed"
  | "retried"
  | "snoozed"
  | "revoked"
  | "expired"
  /** A duplicate of a finished task: continued again. */
  | "repeated"
  /** Superseded by a newer generation or a final state. */
  | "superseded"
  | "put-back"
  | "renewed"
  | "dead-lettered"
  /** Another owner has it, or nothing could be decided: the message is left alone. */
  | "left";

export interface DeliveryOutcome {
  /** True: delete the message, or strike it out of batchItemFailures. False: leave it to SQS. */
  readonly acknowledge: boolean;
  readonly result: DeliveryResult;
  /** Absent when the body was no envelope. */
  readonly taskId?: string | undefined;
  readonly task?: string | undefined;
}
