import type { QueueDepth } from "@celeriac/core";
import { locateQueue } from "./queue-map.ts";
import type { SqsContext } from "./sqs-context.ts";

/** Asks SQS how full a queue is. @throws {CeleriacError} */
export async function readQueueDepth(context: SqsContext, queue: string): Promise<QueueDepth> {
  const { url } = locateQueue(context.resources, queue);
  const calls = await context.calls();
  const { Attributes = {} } = await calls.attributes(queue, {
    QueueUrl: url,
    AttributeNames: [
      "ApproximateNumberOfMessages",
      "ApproximateNumberOfMessagesNotVisible",
      "ApproximateNumberOfMessagesDelayed",
    ],
  });
  return {
    visible: Number(Attributes.ApproximateNumberOfMessages ?? 0),
    inFlight: Number(Attributes.ApproximateNumberOfMessagesNotVisible ?? 0),
    delayed: Number(Attributes.ApproximateNumberOfMessagesDelayed ?? 0),
  };
}
