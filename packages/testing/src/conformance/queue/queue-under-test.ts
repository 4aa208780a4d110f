import type {
  MessageReceiver,
  MessageSender,
  OutgoingMessage,
  ReceivedMessage,
} from "@celeriac/core";
import { expect } from "vitest";
import type { QueueDifferences } from "./queue-differences.ts";

/** Queues to be tested. */
export interface QueuesUnderTest {
  readonly sender: MessageSender;
  readonly receiver: MessageReceiver;
  /**
   * Answers the logical name of an empty queue that was not answered before. It has a dead-letter queue, named by
   * `deadLetterQueueOf`, to which SQS moves a message after `maxReceiveCount` receives. About 75 are needed.
   */
  readonly freshQueue: () => string;
  /** 3 or a few more. */
  readonly maxReceiveCount: number;
  /** Awaits; where time is virtual, it runs meanwhile. */
  readonly settle: <Value>(work: Promise<Value>) => Promise<Value>;
  readonly close: () => Promise<void>;
}

const MAX = 10;
const LONG_POLL_SECONDS = 20;
const EMPTY_POLLS = 2;

/** What the tests do with queues, one step a name. */
export interface QueueSteps {
  readonly ports: QueuesUnderTest;
  /** Sends, and expects that it was stored; answers the message id. */
  send(queue: string, message: OutgoingMessage | string): Promise<string>;
  /** One receive that does not wait. */
  look(queue: string): Promise<readonly ReceivedMessage[]>;
  /** Long polls until one message has come. */
  receiveOne(queue: string, visibilitySeconds?: number): Promise<ReceivedMessage>;
  /** Long polls until `count` messages have come, and not one more. */
  receiveMany(queue: string, count: number): Promise<readonly ReceivedMessage[]>;
  /** One long poll of a queue. */
  poll(
    queue: string,
    waitSeconds: number,
    visibilitySeconds?: number,
  ): Promise<readonly ReceivedMessage[]>;
  /** Lets whole seconds pass: a long poll of a queue where nothing is. */
  pass(seconds: number): Promise<void>;
}

/** A group of tests: it gets the steps (for use within tests only), and what is declared. */
export type QueueGroup = (steps: () => QueueSteps, differences: QueueDifferences) => void;

const VISIBILITY_SECONDS = 60;

export function queueSteps(ports: QueuesUnderTest): QueueSteps {
  const { sender, receiver, settle } = ports;
  const poll: QueueSteps["poll"] = (queue, waitSeconds, visibilitySeconds = VISIBILITY_SECONDS) =>
    settle(receiver.receive(queue, { max: MAX, waitSeconds, visibilitySeconds }));

  async function receiveSome(
    queue: string,
    count: number,
    visibilitySeconds?: number,
  ): Promise<readonly ReceivedMessage[]> {
    const received: ReceivedMessage[] = [];
    for (let empty = 0; received.length < count && empty < EMPTY_POLLS; ) {
      const some = await poll(queue, LONG_POLL_SECONDS, visibilitySeconds);
      if (some.length === 0) empty += 1;
      received.push(...some);
    }
    expect(received.length, `messages that came out of ${queue}`).toBe(count);
    return received;
  }

  return {
    ports,
    poll,
    send: async (queue, message) => {
      const outgoing = typeof message === "string" ? { body: message } : message;
      const answer = await settle(sender.send(queue, outgoing));
      if (!answer.ok) throw answer.error;
      return answer.messageId;
    },
    look: (queue) => poll(queue, 0),
    receiveOne: async (queue, visibilitySeconds) => {
      const [message] = await receiveSome(queue, 1, visibilitySeconds);
      if (message === undefined) throw new Error(`nothing came out of ${queue}`);
      return message;
    },
    receiveMany: (queue, count) => receiveSome(queue, count),
    pass: async (seconds) => {
      expect(await poll(ports.freshQueue(), seconds)).toEqual([]);
    },
  };
}
