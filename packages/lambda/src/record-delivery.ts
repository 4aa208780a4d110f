import { cut, show } from "@celeriac/core";
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
export async function deliverRecord(delivery: RecordDelivery, record: unknown): Promise<boolean> {
  const { engine, logger, receivedAt, remainingMs } = delivery;
  const message = toReceivedMessage(record);
  const { eventSource, eventSourceARN: arn, messageId } = fieldsOf(record);
  const queue = typeof arn === "string" ? delivery.queueOf(arn) : undefined;
  if (message === undefined || queue === undefined) {
    // Whoever invokes the function chose these: they are shown short, and a body never is.
    logger.error(refusal(shown(arn), shown(eventSource), message === undefined), {
      eventSource: shown(eventSource),
      eventSourceArn: shown(arn),
      messageId: shown(messageId),
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

function fieldsOf(record: unknown): Readonly<Record<string, unknown>> {
  return typeof record === "object" && record !== null ? { ...record } : {};
}

/** The longest ARN has less, UTF-16 units. */
const LONGEST_SHOWN = 300;

function shown(value: unknown): string {
  return typeof value === "string" ? cut(value, LONGEST_SHOWN) : show(value);
}

function refusal(arn: string, eventSource: string, malformed: boolean): string {
  if (malformed) {
    return (
      `a record of ${arn} is not a message of SQS (event source ${eventSource}): ` +
      "it is reported as failed. Remove that event source from this function"
    );
  }
  return (
    `no queue of this app has the ARN ${arn}: its messages are reported as failed. ` +
    "Remove the event source mapping from this function, or deploy the function with the resources of the app that the queue belongs to"
  );
}
