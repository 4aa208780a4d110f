import type { SQSRecord } from "aws-lambda";
import type { HostedEngine } from "./hosted-engine.ts";
import type { LambdaLogger } from "./lambda-logger.ts";
import { toReceivedMessage } from "./sqs-record.ts";

/** What the records of one batch share. */
export interface RecordDelivery {
  readonly engine: HostedEngine;
  readonly queueOf: (eventSourceArn: string) => string | undefined;
  readonly logger: LambdaLogger;
  /** Monotonic ms. */
  readonly receivedAt: number;
  readonly remainingMs: () => number;
}

/**
 * Delivers one record of a batch and says whether it is acknowledged. Never throws: one record's trouble must not fail
 * its neighbours.
 */
export async function deliverRecord(
  delivery: RecordDelivery,
  record: Partial<SQSRecord>,
): Promise<boolean> {
  const { engine, logger, receivedAt, remainingMs } = delivery;
  const message = toReceivedMessage(record);
  const queue = queueOf(delivery, record.eventSourceARN);
  if (message === undefined || queue === undefined) {
    logger.error(refusal(record, message === undefined), {
      eventSource: record.eventSource,
      eventSourceArn: record.eventSourceARN,
      messageId: record.messageId,
    });
    return false;
  }
  try {
    const outcome = await engine.deliver({ queue, message, receivedAt, remainingMs });
    return outcome.acknowledge;
  } catch (error) {
    logger.error("a delivery threw, which it never should: the message comes back", {
      error,
      queue,
      messageId: message.messageId,
    });
    return false;
  }
}

function queueOf(delivery: RecordDelivery, arn: string | undefined): string | undefined {
  return arn === undefined ? undefined : delivery.queueOf(arn);
}

function refusal(record: Partial<SQSRecord>, malformed: boolean): string {
  const arn = record.eventSourceARN ?? "(no ARN)";
  if (malformed) {
    return (
      `a record of ${arn} is not a message of SQS (event source ${record.eventSource ?? "unknown"}): ` +
      "it is reported as failed. Remove that event source from this function"
    );
  }
  return (
    `no queue of this app has the ARN ${arn}: its messages are reported as failed. ` +
    "Remove the event source mapping from this function, or deploy the function with the resources of the app that the queue belongs to"
  );
}
