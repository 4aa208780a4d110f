import { CeleriacError, type MessageReceiver, type ReceiveOptions } from "@celeriac/core";
import { locateQueue } from "./queue-map.ts";
import { createReceipts } from "./receipts.ts";
import { toReceivedMessage } from "./received-message.ts";
import type { SqsContext } from "./sqs-context.ts";

/**
 * Receives by long poll, and acknowledges in batches.
 *
 * A poll that is aborted may still have taken messages: SQS cannot know that nobody listens any more. They come back
 * when their visibility timeout ends. So abort a poll only to stop for good, and let the last one run out where a
 * delay of that length would matter.
 */
export function createSqsReceiver(context: SqsContext): MessageReceiver {
  const receipts = createReceipts(context);
  return {
    ...receipts,
    async receive(queue, options) {
      const { url } = locateQueue(context.resources, queue);
      if (options.signal?.aborted) return [];
      try {
        return await receiveFrom(context, queue, url, options);
      } catch (error) {
        if (options.signal?.aborted && wasAborted(error)) return [];
        throw error;
      }
    },
  };
}

async function receiveFrom(
  context: SqsContext,
  queue: string,
  url: string,
  options: ReceiveOptions,
): ReturnType<MessageReceiver["receive"]> {
  const calls = await context.calls();
  const input = {
    QueueUrl: url,
    MaxNumberOfMessages: options.max,
    WaitTimeSeconds: options.waitSeconds,
    VisibilityTimeout: options.visibilitySeconds,
    MessageAttributeNames: ["All"],
    MessageSystemAttributeNames: [
      "ApproximateReceiveCount" as const,
      "SentTimestamp" as const,
      "MessageGroupId" as const,
      "AWSTraceHeader" as const,
    ],
  };
  const { Messages = [] } = await calls.receive(queue, input, options.signal);
  const now = context.clock.now();
  return Messages.flatMap((message) => toReceivedMessage(message, now) ?? []);
}

function wasAborted(error: unknown): boolean {
  const cause = CeleriacError.is(error) ? error.cause : undefined;
  return (cause as { readonly name?: unknown } | undefined)?.name === "AbortError";
}
