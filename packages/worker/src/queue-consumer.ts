import type {
  CancelTimer,
  Clock,
  Logger,
  MessageReceiver,
  Random,
  ReceivedMessage,
} from "@celeriac/core";
import type { HostedEngine } from "./hosted-engine.ts";
import { createInFlight, type InFlight } from "./in-flight.ts";
import { nextWidth, planPoll, widestFor } from "./poll-plan.ts";
import type { QueueHealth, QueueStats } from "./queue-reports.ts";
import { createReceipts, type Receipts } from "./receipts.ts";
import { createReceiveTrouble, type ReceiveTrouble } from "./receive-trouble.ts";
import { maxPollsOf, type WorkerQueue } from "./worker-queue.ts";

/** SQS's longest wait of a receive. */
const LONG_POLL_SECONDS = 20;

/** How long freed slots wait for company before they are filled, ms. */
const GATHER_MS = 5;

/** A long poll that answers nothing earlier than this did not wait, ms. */
const EARLY_MS = 1000;

/** The pause after such a poll, ms: an endpoint that never waits must not be asked in a hot loop. */
const EARLY_PAUSE_MS = 20;

/** Receipts under way for each slot, at most: an SQS that answers no delete must not fill the memory. */
const RECEIPTS_PER_SLOT = 10;

export interface QueueConsumerOptions {
  readonly queue: WorkerQueue;
  readonly engine: HostedEngine;
  readonly receiver: MessageReceiver;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  /** Called when a task starts (1) and when it has ended (-1). */
  readonly onChange: (difference: 1 | -1) => void;
}

/**
 * Keeps the slots of one queue filled. It asks for at most as many messages as there are free slots and starts each at
 * once, so nothing that was received waits in memory. A slow task holds one slot and nothing else.
 */
export class QueueConsumer {
  readonly queue: WorkerQueue;
  readonly polls: InFlight = createInFlight();
  readonly deliveries: InFlight = createInFlight();
  readonly receipts: Receipts;

  readonly #options: QueueConsumerOptions;
  readonly #trouble: ReceiveTrouble;
  readonly #endPolls: AbortController = new AbortController();
  readonly #shutdown: AbortController = new AbortController();
  readonly #stats = {
    received: 0,
    left: 0,
    receiveErrors: 0,
  };
  #stopping = false;
  /** Slots kept for polls under way. */
  #reserved = 0;
  #width = 1;
  #gathered = false;
  #cancelGather: CancelTimer | undefined;
  /** Set while no poll may start. */
  #cancelPause: CancelTimer | undefined;
  #lastPollAt: number | undefined;
  #pollDueSince: number;

  constructor(options: QueueConsumerOptions) {
    this.queue = options.queue;
    this.#options = options;
    this.receipts = createReceipts({
      queue: options.queue.name,
      receiver: options.receiver,
      logger: options.logger,
      onAnswer: (inFlight) => this.#release(inFlight),
    });
    this.#trouble = createReceiveTrouble(options.logger, options.clock, options.random);
    this.#pollDueSince = options.clock.monotonic();
  }

  start(): void {
    this.#pollDueSince = this.#options.clock.monotonic();
    this.#pump();
  }

  /** Starts no further poll; what those under way still bring is given back. */
  stopReceiving(): void {
    this.#stopping = true;
    this.#cancelGather?.();
    this.#cancelPause?.();
  }

  /** Ends polls under way. What SQS has handed out but not yet answered stays hidden for its visibility timeout. */
  endPolls(): void {
    this.#endPolls.abort();
  }

  /** Wants the running tasks back at once. */
  shutDown(reason: unknown): void {
    this.#shutdown.abort(reason);
  }

  stats(): QueueStats {
    const queue = this.queue.name;
    const now = { running: this.deliveries.count, polls: this.polls.count };
    return { queue, ...this.#stats, ...this.receipts.counts, ...now };
  }

  health(): QueueHealth {
    const now = this.#options.clock.monotonic();
    const trouble = this.#trouble.current;
    return {
      queue: this.queue.name,
      slots: this.queue.concurrency,
      running: this.deliveries.count,
      lastPollAgoMs:
        this.#lastPollAt === undefined ? undefined : Math.round(now - this.#lastPollAt),
      overdueMs: this.#isFull ? 0 : Math.round(now - this.#pollDueSince),
      trouble: trouble && {
        failures: trouble.failures,
        forMs: Math.round(now - trouble.since),
        error: trouble.error instanceof Error ? trouble.error.message : String(trouble.error),
      },
    };
  }

  get #free(): number {
    const { concurrency } = this.queue;
    const slots = concurrency - this.deliveries.count - this.#reserved;
    return Math.min(slots, concurrency * RECEIPTS_PER_SLOT - this.receipts.inFlight.count);
  }

  get #isFull(): boolean {
    return this.#free < 1 && this.polls.count === 0;
  }

  /** Starts as many polls as the slots allow. Called whenever something that it depends on has changed. */
  #pump(): void {
    while (!this.#stopping && this.#cancelPause === undefined) {
      const plan = planPoll({
        slots: this.queue.concurrency,
        free: this.#free,
        running: this.deliveries.count,
        polls: this.polls.count,
        width: this.#width,
        gathered: this.#gathered,
      });
      if (plan.kind === "gather") this.#gather();
      if (plan.kind !== "poll") return;
      void this.#poll(plan.max);
    }
  }

  #gather(): void {
    this.#cancelGather ??= this.#options.clock.timer(GATHER_MS, () => {
      this.#cancelGather = undefined;
      this.#gathered = true;
      this.#pump();
    });
  }

  async #poll(max: number): Promise<void> {
    this.#cancelGather?.();
    this.#cancelGather = undefined;
    this.#gathered = false;
    this.#reserved += max;
    this.polls.enter();
    const messages = await this.#receive(max);
    this.#reserved -= max;
    for (const start of messages) start();
    this.polls.leave();
    this.#pump();
  }

  /** Answers what to do with each message received: nothing, when receiving failed. */
  async #receive(max: number): Promise<readonly (() => void)[]> {
    const { receiver, clock } = this.#options;
    const { name, visibilitySeconds } = this.queue;
    const { signal } = this.#endPolls;
    const receivedAt = clock.monotonic();
    const order = { max, waitSeconds: LONG_POLL_SECONDS, visibilitySeconds, signal };
    try {
      const messages = await receiver.receive(name, order);
      this.#receiveSucceeded(max, messages.length, clock.monotonic() - receivedAt);
      return messages.map((message) => () => {
        if (this.#stopping) this.receipts.giveBack(message);
        else void this.#deliver(message, receivedAt);
      });
    } catch (error) {
      if (!this.#stopping) this.#receiveFailed(error);
      return [];
    }
  }

  #receiveSucceeded(asked: number, received: number, tookMs: number): void {
    this.#lastPollAt = this.#options.clock.monotonic();
    this.#pollDueSince = this.#lastPollAt;
    this.#stats.received += received;
    const widest = widestFor(this.queue.concurrency, maxPollsOf(this.queue));
    this.#width = nextWidth(this.#width, asked, received, widest);
    this.#trouble.succeeded();
    if (received === 0 && tookMs < EARLY_MS) this.#pause(EARLY_PAUSE_MS);
  }

  #receiveFailed(error: unknown): void {
    this.#stats.receiveErrors += 1;
    // Polls that fail together are one failure: else a wide queue would wait much longer than a narrow one.
    if (this.#cancelPause !== undefined) return;
    this.#width = 1;
    this.#pause(this.#trouble.failed(error));
  }

  #pause(delayMs: number): void {
    if (this.#stopping) return;
    this.#cancelPause ??= this.#options.clock.timer(delayMs, () => {
      this.#cancelPause = undefined;
      this.#pump();
    });
  }

  async #deliver(message: ReceivedMessage, receivedAt: number): Promise<void> {
    const { engine, logger, onChange } = this.#options;
    const { name: queue } = this.queue;
    const shutdown = this.#shutdown.signal;
    this.deliveries.enter();
    onChange(1);
    try {
      const { acknowledge } = await engine.deliver({ queue, message, receivedAt, shutdown });
      if (acknowledge) this.receipts.acknowledge(message);
      else this.#stats.left += 1;
    } catch (error) {
      this.#stats.left += 1;
      const { messageId } = message;
      logger.error("a delivery threw, which it never should: the message comes back", {
        error,
        messageId,
      });
    }
    onChange(-1);
    this.#release(this.deliveries);
  }

  #release(from: InFlight): void {
    // The last slot of a full queue becomes free: only from now on is a poll due.
    if (this.#isFull) this.#pollDueSince = this.#options.clock.monotonic();
    from.leave();
    this.#pump();
  }
}
