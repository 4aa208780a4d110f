import {
  type App,
  cut,
  DEAD_LETTER_ERROR_ATTRIBUTE,
  type DeadLetterReason,
  inputPreview,
} from "@celeriac/core";
import { letterReason } from "./letter-reason.ts";
import type { FoundLetter } from "./select.ts";

/** A message of a dead-letter queue. */
export interface DeadLetter {
  /** SQS's name of the message; another after each move. */
  readonly messageId: string;
  /** Absent, as `task`, `generation` and `preview`, when the message is no envelope that this code can read. */
  readonly taskId: string | undefined;
  /** The task's name. */
  readonly task: string | undefined;
  /** `receive-limit`: SQS moved it itself, after too many receives; nobody could say why. */
  readonly reason: DeadLetterReason;
  /** The text of the error that ended it. */
  readonly error: string | undefined;
  /** When it came here, epoch ms by SQS's clock; for what SQS moved itself, when it was first sent. */
  readonly sentAt: number;
  /** The generation that a redrive starts. */
  readonly generation: number | undefined;
  /** The input, shortened and redacted; absent for one that is stored apart or that of a task unknown to the app. */
  readonly preview: string | undefined;
}

/** Says what a dead letter is, without a look at its task's record. */
export function describeDeadLetter(app: App, { message, envelope }: FoundLetter): DeadLetter {
  const attributes = message.attributes ?? {};
  return {
    messageId: message.messageId,
    taskId: envelope?.taskId,
    task: envelope?.task,
    reason: letterReason(attributes),
    error: errorOf(attributes[DEAD_LETTER_ERROR_ATTRIBUTE]),
    sentAt: message.sentAt,
    generation: envelope?.generation,
    preview: previewOf(app, envelope),
  };
}

/** Hosts write at most this much, UTF-16 units. */
const LONGEST_ERROR = 1000;

function errorOf(text: string | undefined): string | undefined {
  return text === undefined ? undefined : cut(text, LONGEST_ERROR);
}

function previewOf(app: App, envelope: FoundLetter["envelope"]): string | undefined {
  if (envelope?.input?.kind !== "inline") return undefined;
  const task = app.tasks.get(envelope.task);
  // Nobody knows what must not be shown of it.
  if (task === undefined) return undefined;
  return inputPreview(envelope.input.value, task.redact);
}
