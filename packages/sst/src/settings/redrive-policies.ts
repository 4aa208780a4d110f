import type { QueueResource } from "@celeriac/core";

/** A queue's `redrivePolicy`, as JSON: after so many receives SQS itself moves a message to the dead-letter queue. */
export function redrivePolicy(queue: QueueResource, deadLetterQueueArn: string): string {
  return JSON.stringify({
    deadLetterTargetArn: deadLetterQueueArn,
    maxReceiveCount: queue.maxReceiveCount,
  });
}

/**
 * A dead-letter queue's `redriveAllowPolicy`, as JSON: no queue but its own may name it. Each of the two policies names
 * the other queue, so one of them has to be a resource of its own (`aws.sqs.RedriveAllowPolicy`).
 */
export function redriveAllowPolicy(sourceQueueArn: string): string {
  return JSON.stringify({ redrivePermission: "byQueue", sourceQueueArns: [sourceQueueArn] });
}
