import {
  type App,
  DEAD_LETTER_ERROR_ATTRIBUTE,
  DEAD_LETTER_REASON_ATTRIBUTE,
  type DeadLetterReason,
  deadLetterQueueOf,
} from "@celeriac/core";
import type { MemoryQueues, QueuedMessage } from "../queues/memory-queues.ts";
import { readInput } from "./enqueued-tasks.ts";
import type { MemoryModels } from "./memory-models.ts";
import { readBody } from "./read-body.ts";

/** A message in a dead-letter queue. */
export interface MemoryDeadLetter {
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

/** A dead letter of a task, as a test sees it. */
export interface TestDeadLetter<Input = unknown> extends MemoryDeadLetter {
  /** The queue whose dead letter it is. */
  readonly queue: string;
  /** As it travelled; `undefined` when the message is no envelope. */
  readonly input: Input;
}

/** What lies in the dead-letter queue of a queue, oldest first; nothing is received for it. */
export function deadLettersIn(queues: MemoryQueues, queue: string): readonly MemoryDeadLetter[] {
  return queues.peek(deadLetterQueueOf(queue)).map(toDeadLetter);
}

function toDeadLetter({ body, attributes = {} }: QueuedMessage): MemoryDeadLetter {
  const envelope = readBody(body);
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

/** The dead letters of all queues of an app, queue by queue, oldest first. */
export function testDeadLetters(
  app: App,
  { queues, payloads }: Pick<MemoryModels, "queues" | "payloads">,
): readonly TestDeadLetter[] {
  return [...app.queues.keys()].flatMap((queue) =>
    deadLettersIn(queues, queue).map((letter) => {
      const envelope = readBody(letter.body);
      const input = envelope === undefined ? undefined : readInput(envelope, payloads);
      return { ...letter, queue, input };
    }),
  );
}
