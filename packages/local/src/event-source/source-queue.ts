import {
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import type { QueueLocation } from "@celeriac/core";
import { emulatorClientConfig } from "../account.ts";

const MAX_BATCH = 10;
const MAX_WAIT_SECONDS = 20;
const DELETE_ATTEMPTS = 3;

/** The queue's side of an event source mapping. */
export interface SourceQueue {
  /** One receive: up to ten messages, waiting up to `waitMs` for the first. */
  receive(max: number, waitMs: number): Promise<readonly Message[]>;
  /** Deletes in batches and tries what failed again. Answers the message ids that it could not delete. */
  delete(messages: readonly Message[]): Promise<readonly string[]>;
  close(): void;
}

export function createSourceQueue(endpoint: string, queue: QueueLocation): SourceQueue {
  const sqs = new SQSClient(emulatorClientConfig(endpoint));

  const deleteBatch = async (messages: readonly Message[]): Promise<readonly Message[]> => {
    const entries = messages.map(({ ReceiptHandle }, index) => ({
      Id: String(index),
      ReceiptHandle,
    }));
    try {
      const { Failed = [] } = await sqs.send(
        new DeleteMessageBatchCommand({ QueueUrl: queue.url, Entries: entries }),
      );
      const failed = new Set(Failed.map(({ Id }) => Number(Id)));
      return messages.filter((_, index) => failed.has(index));
    } catch {
      return messages;
    }
  };

  return {
    receive: async (max, waitMs) => {
      const { Messages } = await sqs.send(
        new ReceiveMessageCommand({
          QueueUrl: queue.url,
          MaxNumberOfMessages: Math.min(MAX_BATCH, max),
          WaitTimeSeconds: Math.min(MAX_WAIT_SECONDS, Math.ceil(waitMs / 1000)),
          MessageSystemAttributeNames: ["All"],
          MessageAttributeNames: ["All"],
        }),
      );
      return Messages ?? [];
    },
    delete: async (messages) => {
      let left = messages;
      for (let attempt = 0; attempt < DELETE_ATTEMPTS && left.length > 0; attempt++) {
        const batches = Array.from({ length: Math.ceil(left.length / MAX_BATCH) }, (_, index) =>
          left.slice(index * MAX_BATCH, (index + 1) * MAX_BATCH),
        );
        left = (await Promise.all(batches.map(deleteBatch))).flat();
      }
      return left.map(({ MessageId }) => String(MessageId));
    },
    close: () => sqs.destroy(),
  };
}
