/** Limits of AWS and of the protocol, with where each was taken from. */

/** SQS: a message, attributes included, in bytes (SendMessage, AWS API reference 2025: 1 MiB). */
export const SQS_MAX_MESSAGE_BYTES = 1_048_576;
/** SQS: all messages of one SendMessageBatch together, in bytes. */
export const SQS_MAX_BATCH_BYTES = 1_048_576;
/** SQS: entries in one batch call. */
export const SQS_MAX_BATCH_ENTRIES = 10;
/** SQS: the longest DelaySeconds. */
export const SQS_MAX_DELAY_SECONDS = 900;
/** SQS: a message stays invisible for 12 hours at most, counted from its receive. */
export const SQS_MAX_VISIBILITY_SECONDS = 43_200;
/** DynamoDB: statements in one BatchExecuteStatement. */
export const DYNAMODB_MAX_BATCH_STATEMENTS = 25;
/** After this many receives SQS itself moves a message to the dead-letter queue. The table counts attempts; this is the net. */
export const MAX_RECEIVE_COUNT = 50;
/** A message older than this share of the retention is sent anew. */
export const RENEWAL_AGE_SHARE = 0.6;
/** Allowed for the difference between two hosts' clocks before a lease is taken over, ms. */
export const CLOCK_SKEW_MS = 5000;
/** Lost workers have a limit of their own: the larger of the task's attempts and this. */
export const MIN_LOST_WORKER_LIMIT = 3;
/** Inputs whose JSON is larger travel by reference, bytes. */
export const INPUT_THRESHOLD_BYTES = 196_608;
/** EventBridge Scheduler: the longest Input of a target, bytes of UTF-8. */
export const SCHEDULER_MAX_INPUT_BYTES = 262_144;
/**
 * The longest body that a one-shot schedule carries, bytes of its JSON string, where each quote and backslash counts
 * twice; what is left of Scheduler's input is for the queue's URL and the group.
 */
export const MAX_SCHEDULED_BODY_BYTES = 258_048;
/** Results whose JSON is larger are stored by reference, bytes: DynamoDB bills by the KB and takes 400 KB. */
export const RESULT_THRESHOLD_BYTES = 32_768;
/** The largest input or result, bytes of JSON. */
export const MAX_PAYLOAD_BYTES = 33_554_432;
/** A one-shot schedule fires this much before the eta (its precision is a minute); the gate waits for the rest. */
export const SCHEDULE_LEAD_MS = 90_000;
