import type { SQSBatchResponse } from "aws-lambda";

/** The answer to one batch, while it is being worked out. */
export interface BatchAnswer {
  /** Strikes the record at `index` out of the failures. */
  acknowledge(index: number): void;
  /** What is known at this moment. */
  response(): SQSBatchResponse;
}

/**
 * Starts with every record reported as failed: whatever is forgotten, late or broken comes back, and nothing is lost.
 * An identifier that two records share is struck out only when both are acknowledged.
 */
export function createBatchAnswer(messageIds: readonly string[]): BatchAnswer {
  const failed = new Map(messageIds.entries());
  return {
    acknowledge: (index) => {
      failed.delete(index);
    },
    response: () => ({
      batchItemFailures: [...new Set(failed.values())].map((itemIdentifier) => ({
        itemIdentifier,
      })),
    }),
  };
}
