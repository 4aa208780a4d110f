/** What a task's name may be. */
export const TASK_NAME_SYNTAX = "1 to 128 of A-Z a-z 0-9 . _ : -, not dots alone";
/** What a queue's name may be: SQS takes 80 characters, and the app's name and "-dlq" share them. */
export const QUEUE_NAME_SYNTAX = '1 to 40 letters, digits and hyphens, not ending in "-dlq"';
/** What a recurring schedule's name may be: one-shot schedules of the same group have 64 characters, Scheduler's most. */
export const SCHEDULE_NAME_SYNTAX = "1 to 40 of A-Z a-z 0-9 . _ -";
/** What an app's name may be: it becomes part of every resource's name, a bucket's among them. */
export const APP_NAME_SYNTAX =
  "1 to 32 lower-case letters, digits and hyphens, beginning and ending with a letter or digit";

const DEAD_LETTER_SUFFIX = "-dlq";

export function isTaskName(name: unknown): name is string {
  return typeof name === "string" && /^(?!\.+$)[\w.:-]{1,128}$/.test(name);
}

export function isQueueName(name: unknown): name is string {
  return (
    typeof name === "string" &&
    /^[A-Za-z0-9-]{1,40}$/.test(name) &&
    !name.endsWith(DEAD_LETTER_SUFFIX)
  );
}

export function isScheduleName(name: unknown): name is string {
  return typeof name === "string" && /^[\w.-]{1,40}$/.test(name);
}

export function isAppName(name: unknown): name is string {
  return typeof name === "string" && /^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/.test(name);
}

/** The logical name of a queue's own dead-letter queue. */
export function deadLetterQueueOf(queue: string): string {
  return `${queue}${DEAD_LETTER_SUFFIX}`;
}
