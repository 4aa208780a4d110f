/** What happened to a task, in a word. */
export type TaskEventKind =
  /** A message of it was sent, or a schedule made that will send it. */
  | "sent"
  | "scheduled"
  | "received"
  /** The handler began, returned or threw. */
  | "began"
  | "returned"
  | "threw"
  /** Its record was written; or a write was refused, since it no longer held what it went by. */
  | "recorded"
  | "refused"
  /** Its message comes back later; or is deleted. */
  | "put-back"
  | "deleted"
  | "dead-lettered"
  /** A fault that the test asked for has struck. */
  | "fault";

/** One line of a task's history. */
export interface TaskEvent {
  /** Epoch ms, by the virtual clock. */
  readonly at: number;
  readonly kind: TaskEventKind;
  /** In words, on one line: `recorded RETRY: Error: not yet; next attempt in 10s`. */
  readonly text: string;
}
