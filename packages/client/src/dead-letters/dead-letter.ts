import {
  type App,
  cut,
  DEAD_LETTER_ERROR_ATTRIBUTE,
  DEAD_LETTER_REASON_ATTRIBUTE,
  type DeadLetterReason,
  inputPreview,
} from "@celeriac/core";
import type { FoundLetter } from "./select.ts";

/** A message of a dead-letter queue. */
export interface DeadLetter {
  readonly messageId: string;
  /** Absent, as `task`, `generation` and `preview`, when the message is no envelope that this code can read. */
  readonly taskId: string | undefined;
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
    reason: reasonOf(attributes[DEAD_LETTER_REASON_ATTRIBUTE]),
    error: errorOf(attributes[DEAD_LETTER_ERROR_ATTRIBUTE]),
    sentAt: message.sentAt,
    generation: envelope?.generation,
    preview: previewOf(app, envelope),
  };
}

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

/** Only hosts should write it, but whoever may send to the queue can. */
function reasonOf(text: string | undefined): DeadLetterReason {
  return text !== undefined && Object.hasOwn(REASON, text)
    ? (text as DeadLetterReason)
    : "receive-limit";
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
