import {
  CeleriacError,
  type MessageSender,
  type OutgoingMessage,
  type SendAnswer,
  SQS_MAX_BATCH_BYTES,
  SQS_MAX_BATCH_ENTRIES,
} from "@celeriac/core";
import { createBatcher, type EntryVerdict } from "../call/batcher.ts";
import { ENTRY_RETRY_WAITS_MS } from "../call/call-policy.ts";
import { verdictsOf } from "./batch-verdicts.ts";
import { checkMessage } from "./check-message.ts";
import { messageBytes } from "./message-bytes.ts";
import { perQueue } from "./queue-map.ts";
import { toSendEntry } from "./send-entry.ts";
import type { SqsContext } from "./sqs-context.ts";

/** Calls of one queue that are under way at a time; what is sent meanwhile gathers into larger batches. */
const WIDTH = 8;

/**
 * Sends through SendMessageBatch: what is sent within one tick to one queue travels together, packed by count and by
 * bytes. An entry that failed through no fault of its own is sent again, alone or with others like it.
 */
export function createSqsSender(context: SqsContext): MessageSender {
  const sendTo = perQueue(context.resources, (queue, url) =>
    createBatcher<OutgoingMessage, string>({
      maxEntries: SQS_MAX_BATCH_ENTRIES,
      maxBytes: SQS_MAX_BATCH_BYTES,
      bytesOf: messageBytes,
      width: WIDTH,
      call: (messages) => sendBatch(context, queue, url, messages),
      waitsMs: ENTRY_RETRY_WAITS_MS,
      clock: context.clock,
      random: context.random,
    }),
  );
  return {
    async send(queue, message): Promise<SendAnswer> {
      try {
        checkMessage(queue, message);
        const answer = await sendTo(queue)(message);
        return answer.ok ? { ok: true, messageId: answer.value } : answer;
      } catch (error) {
        if (CeleriacError.is(error)) return { ok: false, error, uncertain: false };
        throw error;
      }
    },
  };
}

async function sendBatch(
  context: SqsContext,
  queue: string,
  url: string,
  messages: readonly OutgoingMessage[],
): Promise<readonly EntryVerdict<string>[]> {
  const calls = await context.calls();
  const result = await calls.sendBatch(queue, {
    QueueUrl: url,
    Entries: messages.map(toSendEntry),
  });
  const call = {
    name: "sqs:SendMessageBatch",
    resource: `queue ${JSON.stringify(queue)}`,
    target: context.target,
  } as const;
  return verdictsOf(messages.length, result, call, (done) => done.MessageId ?? "");
}
