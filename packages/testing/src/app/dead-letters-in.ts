import {
  DEAD_LETTER_ERROR_ATTRIBUTE,
  DEAD_LETTER_REASON_ATTRIBUTE,
  type DeadLetterReason,
  deadLetterQueueOf,
  decodeEnvelope,
} from "@celeriac/core";
import type { MemoryQueues, QueuedMessage } from "../queues/memory-queues.ts";

/** A message in a dead-letter queue. */
export interface TestDeadLetter {
  /** Absent, as `task` and `generation`, when the message is no envelope. */
  readonly taskId: string | undefined;
  readonly task: string | undefined;
  /** The generation that a redrive starts. */
  readonly generation: number | undefined;
  /** `receive-limit`: SQS moved it itself. */
  readonly reason: DeadLetterReason;
  /** The text of the error that ended it. */
  readonly error: string | undefined;
  readonly body: string;
}

/** What lies in the dead-letter queue of a queue, oldest first; nothing is received for it. */
export function deadLettersIn(queues: MemoryQueues, queue: string): readonly TestDeadLetter[] {
  return queues.peek(deadLetterQueueOf(queue)).map(toDeadLetter);
}

function toDeadLetter({ body, attributes = {} }: QueuedMessage): TestDeadLetter {
  const decoded = decodeEnvelope(body);
  const envelope = decoded.kind === "envelope" ? decoded.envelope : undefined;
  const reason = attributes[DEAD_LETTER_REASON_ATTRIBUTE] ?? "receive-limit";
  return {
    taskId: envelope?.taskId,
    task: envelope?.task,
    generation: envelope?.generation,
    // Only hosts write it.
    reason: reason as DeadLetterReason,
    error: attributes[DEAD_LETTER_ERROR_ATTRIBUTE],
    body,
  };
}
