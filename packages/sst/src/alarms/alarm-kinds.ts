/** What is watched of each queue; `no-worker` of those that workers consume. */
export const QUEUE_ALARMS = [
  "dead-letters",
  "oldest-message",
  "redeliveries",
  "failures",
  "in-flight",
  "no-worker",
] as const;
/** What is watched of each function that consumes queues. */
export const FUNCTION_ALARMS = ["function-errors", "function-throttles"] as const;
/** What is watched of the table. */
export const TABLE_ALARMS = ["table-read-throttles", "table-write-throttles"] as const;

export type QueueAlarm = (typeof QUEUE_ALARMS)[number];
export type FunctionAlarm = (typeof FUNCTION_ALARMS)[number];
export type TableAlarm = (typeof TABLE_ALARMS)[number];
export type AlarmKind = QueueAlarm | FunctionAlarm | TableAlarm;
