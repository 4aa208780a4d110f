import {
  CeleriacError,
  type Clock,
  type MessageReceiver,
  type MessageSender,
  type OutgoingMessage,
  type Random,
  type ReceiptAnswer,
  type ReceivedMessage,
  type ReceiveOptions,
  type SendAnswer,
  SQS_MAX_BATCH_ENTRIES,
  SQS_MAX_VISIBILITY_SECONDS,
} from "@celeriac/core";
import { MemoryQueue } from "./memory-queue.ts";
import { isWhole, messageRefusal, refused } from "./message-rules.ts";
import { happens, type QueueNastiness } from "./queue-nastiness.ts";

/** One queue's settings, in AWS's units. */
export interface MemoryQueueSettings {
  /** The logical name of the queue that takes what was received too often. Without it nothing is moved. */
  readonly deadLetterQueue?: string;
  /** @defaultValue 50 */
  readonly maxReceiveCount?: number;
  /** How long a message is kept after its first send. @defaultValue 345,600: 4 days, SQS's own default */
  readonly retentionSeconds?: number;
  /** Messages received and hidden at a time, at most: then a receive answers nothing. @defaultValue 120,000 */
  readonly maxInFlight?: number;
}

export interface MemoryQueuesOptions {
  readonly clock: Clock;
  readonly random: Random;
  /** By logical name; dead-letter queues too. */
  readonly queues: Readonly<Record<string, MemoryQueueSettings>>;
  /** What a standard queue may do and seldom does. @defaultValue nothing of it */
  readonly nastiness?: QueueNastiness;
}

/** A message as it lies in a queue. */
export interface QueuedMessage {
  readonly messageId: string;
  readonly body: string;
  readonly group: string | undefined;
  readonly attributes: Readonly<Record<string, string>> | undefined;
  readonly traceHeader: string | undefined;
  /** Epoch ms. */
  readonly sentAt: number;
  readonly receiveCount: number;
  /** Hidden until this instant, epoch ms. */
  readonly visibleAt: number;
}

/** How many messages a queue holds, as SQS's three approximate numbers; these are exact. */
export interface QueueDepth {
  readonly visible: number;
  /** Received and hidden. */
  readonly inFlight: number;
  /** Sent with a delay that has not ended. */
  readonly delayed: number;
}

/** SQS's standard queues in memory. */
export interface MemoryQueues extends MessageSender, MessageReceiver {
  /** The logical names of all queues. */
  readonly names: readonly string[];
  /** What a queue holds, oldest first, received by nobody for it. */
  peek(queue: string): readonly QueuedMessage[];
  depth(queue: string): QueueDepth;
  /** Says whether a message lies in a queue, hidden or not. */
  holds(queue: string, messageId: string): boolean;
  /** When a hidden message of the queue may become visible at the earliest, epoch ms. */
  nextVisibleAt(queue: string): number | undefined;
  purge(queue: string): void;
  /**
   * Moves all visible messages of one queue to another, as SQS's StartMessageMoveTask: with a new id, a new sending
   * time, and a receive count that starts anew. Answers how many.
   * @param most how many at most. @defaultValue all
   */
  redrive(from: string, to: string, most?: number): number;
}

const MAX_WAIT_SECONDS = 20;
const DEFAULT_MAX_RECEIVE_COUNT = 50;
const DEFAULT_RETENTION_SECONDS = 345_600;
const DEFAULT_MAX_IN_FLIGHT = 120_000;
/** Receives that a message burned before anybody saw it, at most: a few less than SQS's move to the dead letters. */
const MOST_BURNED = 49;

/**
 * Creates SQS's standard queues in memory: visibility timeouts, receipt handles that become stale, receive counts,
 * the move to the dead-letter queue, delays, retention, long polls, and SQS's own validation. Duplicates, another order
 * and failures come with `nastiness`.
 */
export function createMemoryQueues(options: MemoryQueuesOptions): MemoryQueues {
  return new StandardQueues(options);
}

class StandardQueues implements MemoryQueues {
  readonly #options: MemoryQueuesOptions;
  readonly #queues = new Map<string, MemoryQueue>();
  readonly names: readonly string[];
  #messageCount = 0;

  constructor(options: MemoryQueuesOptions) {
    this.#options = options;
    this.names = Object.keys(options.queues);
    for (const [name, settings] of Object.entries(options.queues)) {
      this.#queues.set(name, this.#create(name, settings));
    }
  }

  send = async (name: string, message: OutgoingMessage): Promise<SendAnswer> => {
    const queue = this.#queues.get(name);
    if (queue === undefined) return { ok: false, error: unknownQueue(name), uncertain: false };
    const refusal = messageRefusal(message);
    if (refusal !== undefined) return { ok: false, error: refusal, uncertain: false };
    const { random } = this.#options;
    const failed = this.#happens("sendFailures");
    const stored = !failed || random.next() < 0.5;
    const sentAt = this.#options.clock.now();
    const receiveCount = this.#happens("burnedReceives")
      ? Math.floor(random.next() * MOST_BURNED)
      : 0;
    const messageId = stored ? queue.add(copyOf(message), { sentAt, receiveCount }) : "";
    return failed ? { ok: false, error: lost("send"), uncertain: true } : { ok: true, messageId };
  };

  receive = async (name: string, options: ReceiveOptions): Promise<readonly ReceivedMessage[]> => {
    const queue = this.#queue(name);
    checkReceive(options);
    if (options.signal?.aborted || this.#happens("emptyReceives")) return [];
    const { clock } = this.#options;
    const deadline = clock.now() + options.waitSeconds * 1000;
    for (;;) {
      const taken = queue.take(options.max, options.visibilitySeconds);
      if (taken.length > 0 && this.#happens("lostReceives")) throw lost("receive");
      if (taken.length > 0 || clock.now() >= deadline || options.signal?.aborted) return taken;
      await queue.change(deadline, options.signal);
    }
  };

  delete = async (name: string, receiptHandle: string): Promise<ReceiptAnswer> =>
    this.#onReceipt(name, receiptHandle, (queue) => queue.delete(receiptHandle));

  changeVisibility = async (
    name: string,
    receiptHandle: string,
    seconds: number,
  ): Promise<ReceiptAnswer> => {
    if (!isWhole(seconds, 0, SQS_MAX_VISIBILITY_SECONDS)) {
      return {
        ok: false,
        gone: false,
        error: badNumber("visibility", seconds, 0, SQS_MAX_VISIBILITY_SECONDS),
      };
    }
    return this.#onReceipt(name, receiptHandle, (queue) =>
      queue.changeVisibility(receiptHandle, seconds),
    );
  };

  peek = (name: string): readonly QueuedMessage[] =>
    this.#queue(name)
      .messages()
      .map((message) => ({
        messageId: message.messageId,
        body: message.content.body,
        group: message.content.group,
        attributes: message.content.attributes,
        traceHeader: message.content.traceHeader,
        sentAt: message.sentAt,
        receiveCount: message.receiveCount,
        visibleAt: message.visibleAt,
      }));

  depth = (name: string): QueueDepth => {
    const now = this.#options.clock.now();
    const messages = this.#queue(name).messages();
    const hidden = messages.filter((message) => message.visibleAt > now);
    const inFlight = hidden.filter((message) => message.receiptHandle !== undefined).length;
    return {
      visible: messages.length - hidden.length,
      inFlight,
      delayed: hidden.length - inFlight,
    };
  };

  holds = (name: string, messageId: string): boolean => this.#queue(name).holds(messageId);

  nextVisibleAt = (name: string): number | undefined => this.#queue(name).nextVisibleAt();

  purge = (name: string): void => this.#queue(name).purge();

  redrive = (from: string, to: string, most: number = Number.POSITIVE_INFINITY): number => {
    const source = this.#queue(from);
    const target = this.#queue(to);
    const sentAt = this.#options.clock.now();
    const ready = source.messages().filter((message) => message.place === "ready");
    const visible = ready.slice(0, most);
    for (const message of visible) {
      target.add({ ...message.content, delaySeconds: 0 }, { sentAt, receiveCount: 0 });
      source.remove(message);
    }
    return visible.length;
  };

  #create(name: string, settings: MemoryQueueSettings): MemoryQueue {
    const { clock, random, nastiness, queues } = this.#options;
    const { deadLetterQueue } = settings;
    if (deadLetterQueue !== undefined && queues[deadLetterQueue] === undefined) {
      throw new CeleriacError(
        "invalid-options",
        `queue ${name} names the dead-letter queue ${deadLetterQueue}, which is not among the queues: ${Object.keys(queues).join(", ")}`,
      );
    }
    return new MemoryQueue({
      clock,
      random,
      nastiness,
      maxReceiveCount: settings.maxReceiveCount ?? DEFAULT_MAX_RECEIVE_COUNT,
      maxInFlight: settings.maxInFlight ?? DEFAULT_MAX_IN_FLIGHT,
      retentionMs: (settings.retentionSeconds ?? DEFAULT_RETENTION_SECONDS) * 1000,
      nextMessageId: () => {
        this.#messageCount += 1;
        return `message-${this.#messageCount}`;
      },
      moveToDeadLetters:
        deadLetterQueue === undefined
          ? undefined
          : ({ content, sentAt, receiveCount }) => {
              const moved = { ...content, delaySeconds: 0 };
              this.#queue(deadLetterQueue).add(moved, { sentAt, receiveCount });
            },
    });
  }

  #onReceipt(
    name: string,
    receiptHandle: string,
    change: (queue: MemoryQueue) => ReceiptAnswer,
  ): ReceiptAnswer {
    const queue = this.#queues.get(name);
    if (queue === undefined) return { ok: false, gone: false, error: unknownQueue(name) };
    const issued = /^message-(\d+)#\d+$/.exec(receiptHandle);
    if (issued === null || Number(issued[1]) > this.#messageCount) {
      const error = refused(`ReceiptHandleIsInvalid: ${receiptHandle} was never issued`);
      return { ok: false, gone: true, error };
    }
    return change(queue);
  }

  #queue(name: string): MemoryQueue {
    const queue = this.#queues.get(name);
    if (queue === undefined) throw unknownQueue(name);
    return queue;
  }

  #happens(kind: keyof QueueNastiness): boolean {
    return happens(this.#options.nastiness, kind, this.#options.random);
  }
}

/** A sender's later change of its own object must not reach what was sent. */
function copyOf(message: OutgoingMessage): OutgoingMessage {
  if (message.attributes === undefined) return { ...message };
  return { ...message, attributes: { ...message.attributes } };
}

function checkReceive(options: ReceiveOptions): void {
  const { max, waitSeconds, visibilitySeconds } = options;
  if (!isWhole(max, 1, SQS_MAX_BATCH_ENTRIES)) {
    throw badNumber("max", max, 1, SQS_MAX_BATCH_ENTRIES);
  }
  if (!isWhole(waitSeconds, 0, MAX_WAIT_SECONDS)) {
    throw badNumber("waitSeconds", waitSeconds, 0, MAX_WAIT_SECONDS);
  }
  if (!isWhole(visibilitySeconds, 0, SQS_MAX_VISIBILITY_SECONDS)) {
    throw badNumber("visibilitySeconds", visibilitySeconds, 0, SQS_MAX_VISIBILITY_SECONDS);
  }
}

function badNumber(what: string, value: number, least: number, most: number): CeleriacError {
  return refused(`${what} is ${value}: SQS takes a whole number from ${least} to ${most}`);
}

function unknownQueue(name: string): CeleriacError {
  return new CeleriacError(
    "queue-not-found",
    `there is no queue ${JSON.stringify(name)}: name one that was handed to createMemoryQueues`,
    { details: { queue: name } },
  );
}

function lost(call: string): CeleriacError {
  return new CeleriacError("unreachable", `the answer to a ${call} was lost on its way`, {
    retryable: true,
  });
}
