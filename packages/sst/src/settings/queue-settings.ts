import { type QueueResource, SQS_MAX_MESSAGE_BYTES } from "@celeriac/core";

/** What an SQS queue is made with, as Pulumi's `aws.sqs.Queue` takes it. Times are seconds, sizes bytes. */
export interface QueueSettings {
  readonly messageRetentionSeconds: number;
  readonly visibilityTimeoutSeconds: number;
  readonly receiveWaitTimeSeconds: number;
  readonly maxMessageSize: number;
  readonly sqsManagedSseEnabled: boolean;
}

/** The longest that a receive waits for a message (SQS: ReceiveMessageWaitTimeSeconds, 0 to 20). */
const LONG_POLL_SECONDS = 20;
/** Whoever looks at a dead letter has it alone for this long: what the client's own listing asks for. */
const DEAD_LETTER_VISIBILITY_SECONDS = 60;

/**
 * The settings of a queue. A message may be as large as SQS takes: Pulumi's provider would else hold it to 256 KiB, and
 * refuse what the client sends. Encrypted with SQS's own keys, which cost nothing and are never throttled.
 */
export function queueSettings(queue: QueueResource): QueueSettings {
  return {
    messageRetentionSeconds: queue.retentionSeconds,
    visibilityTimeoutSeconds: queue.visibilityTimeoutSeconds,
    ...common(),
  };
}

/** The settings of its dead-letter queue. */
export function deadLetterQueueSettings(queue: QueueResource): QueueSettings {
  return {
    messageRetentionSeconds: queue.deadLetterRetentionSeconds,
    visibilityTimeoutSeconds: DEAD_LETTER_VISIBILITY_SECONDS,
    ...common(),
  };
}

function common(): Pick<
  QueueSettings,
  "receiveWaitTimeSeconds" | "maxMessageSize" | "sqsManagedSseEnabled"
> {
  return {
    receiveWaitTimeSeconds: LONG_POLL_SECONDS,
    maxMessageSize: SQS_MAX_MESSAGE_BYTES,
    sqsManagedSseEnabled: true,
  };
}
