import {
  type CeleriacError,
  type Clock,
  type OutgoingMessage,
  type Random,
  type ReceiptAnswer,
  type ReceivedMessage,
  SQS_MAX_VISIBILITY_SECONDS,
} from "@celeriac/core";
import { createHeap } from "../heap.ts";
import { Fifo } from "./fifo.ts";
import { refused } from "./message-rules.ts";
import { happens, type QueueNastiness } from "./queue-nastiness.ts";
import { type StoredMessage, toReceived } from "./stored-message.ts";

/** What one queue is made of. */
export interface QueueParts {
  readonly clock: Clock;
  readonly random: Random;
  readonly nastiness: QueueNastiness | undefined;
  readonly retentionMs: number;
  /** Messages received and hidden at a time, at most. */
  readonly maxInFlight: number;
  /** A message received this often is moved by the receive that would be one more. */
  readonly maxReceiveCount: number;
  readonly moveToDeadLetters: ((message: StoredMessage) => void) | undefined;
  readonly nextMessageId: () => string;
}

interface HiddenEntry {
  readonly at: number;
  readonly order: number;
  readonly message: StoredMessage;
}

const REORDER_SPAN = 10;

/** A reason of our own: without one each abort makes an error with its stack. */
const CHANGED = "the queue has changed";

/** One standard queue of SQS: what is in it, hidden or visible, and what receipt handles still mean. */
export class MemoryQueue {
  readonly #parts: QueueParts;
  readonly #messages = new Map<string, StoredMessage>();
  readonly #ready = new Fifo<StoredMessage>();
  readonly #hidden = createHeap<HiddenEntry>(
    (a, b) => a.at < b.at || (a.at === b.at && a.order < b.order),
  );
  readonly #pollers = new Set<() => void>();
  #entryCount = 0;

  constructor(parts: QueueParts) {
    this.#parts = parts;
  }

  add(
    content: OutgoingMessage,
    origin: { readonly sentAt: number; readonly receiveCount: number },
  ): string {
    const now = this.#parts.clock.now();
    const message: StoredMessage = {
      messageId: this.#parts.nextMessageId(),
      content,
      sentAt: origin.sentAt,
      receiveCount: origin.receiveCount,
      receiptHandle: undefined,
      lastReceivedAt: 0,
      visibleAt: now,
      place: "gone",
    };
    this.#messages.set(message.messageId, message);
    this.#hideUntil(message, now + (content.delaySeconds ?? 0) * 1000);
    return message.messageId;
  }

  /** Takes what is visible; moves what was received too often to the dead letters. */
  take(max: number, visibilitySeconds: number): ReceivedMessage[] {
    this.#uncover();
    const taken: ReceivedMessage[] = [];
    const room = Math.min(max, this.#parts.maxInFlight - this.#inFlight());
    while (taken.length < room && this.#ready.length > 0) {
      const message = this.#ready.take(this.#placesPassedOver());
      if (message?.place !== "ready" || this.#dropIfTooOld(message)) continue;
      if (this.#moveIfReceivedTooOften(message)) continue;
      taken.push(this.#receive(message, visibilitySeconds));
    }
    return taken;
  }

  /**
   * Deletes by the receipt handle of the last receive. A stale one succeeds without deleting, as AWS documents; so does
   * one of a message that is gone. Only what never was a receipt handle is refused.
   */
  delete(receiptHandle: string): ReceiptAnswer {
    const { nastiness, random } = this.#parts;
    const message = this.#named(receiptHandle);
    if (message === undefined) return { ok: true };
    const stale = message.receiptHandle !== receiptHandle;
    if (stale && !happens(nastiness, "staleDeletes", random)) return { ok: true };
    if (!happens(nastiness, "failedDeletes", random)) this.remove(message);
    return { ok: true };
  }

  changeVisibility(receiptHandle: string, seconds: number): ReceiptAnswer {
    const now = this.#parts.clock.now();
    const message = this.#named(receiptHandle);
    if (message === undefined) return gone("InvalidParameterValue: the message was deleted");
    if (message.receiptHandle !== receiptHandle) {
      return gone("InvalidParameterValue: the message has been received again since");
    }
    if (message.place !== "hidden" || message.visibleAt <= now) {
      return gone("MessageNotInflight: the visibility timeout has ended");
    }
    if (now + seconds * 1000 > message.lastReceivedAt + SQS_MAX_VISIBILITY_SECONDS * 1000) {
      const limit = `hidden for more than ${SQS_MAX_VISIBILITY_SECONDS} s since its receive`;
      return { ok: false, gone: false, error: refused(`the message would be ${limit}`) };
    }
    this.#hideUntil(message, now + seconds * 1000);
    return { ok: true };
  }

  /** When something hidden may become visible, epoch ms. */
  nextVisibleAt(): number | undefined {
    this.#uncover();
    return this.#hidden.peek()?.at;
  }

  /** Waits for something to become visible: until `deadline` at the latest, epoch ms, or until the signal aborts. */
  async change(deadline: number, signal: AbortSignal | undefined): Promise<void> {
    const next = this.nextVisibleAt() ?? Number.POSITIVE_INFINITY;
    const ended = new AbortController();
    const end = (): void => ended.abort(CHANGED);
    signal?.addEventListener("abort", end, { once: true });
    this.#pollers.add(end);
    const { clock } = this.#parts;
    await clock.sleep(Math.min(next, deadline) - clock.now(), ended.signal);
    this.#pollers.delete(end);
    signal?.removeEventListener("abort", end);
  }

  /** What is in the queue and not yet too old, in the order it was added. */
  messages(): StoredMessage[] {
    this.#uncover();
    for (const message of this.#messages.values()) this.#dropIfTooOld(message);
    return [...this.#messages.values()];
  }

  holds(messageId: string): boolean {
    return this.#messages.has(messageId);
  }

  purge(): void {
    for (const message of this.#messages.values()) this.remove(message);
  }

  remove(message: StoredMessage): void {
    message.place = "gone";
    this.#messages.delete(message.messageId);
  }

  #inFlight(): number {
    // Most queues hold less than the limit altogether: then nobody has to count.
    if (this.#messages.size < this.#parts.maxInFlight) return 0;
    const received = [...this.#messages.values()].filter(
      ({ place, receiptHandle }) => place === "hidden" && receiptHandle !== undefined,
    );
    return received.length;
  }

  #receive(message: StoredMessage, visibilitySeconds: number): ReceivedMessage {
    const { clock, random, nastiness } = this.#parts;
    const early = happens(nastiness, "duplicates", random);
    const hiddenMs = Math.ceil(visibilitySeconds * 1000 * (early ? random.next() : 1));
    message.receiveCount += 1;
    message.lastReceivedAt = clock.now();
    const receiptHandle = `${message.messageId}#${message.receiveCount}`;
    message.receiptHandle = receiptHandle;
    this.#hideUntil(message, clock.now() + hiddenMs);
    return toReceived(message, receiptHandle);
  }

  #hideUntil(message: StoredMessage, instant: number): void {
    message.visibleAt = instant;
    message.place = "hidden";
    this.#entryCount += 1;
    this.#hidden.push({ at: instant, order: this.#entryCount, message });
    for (const wake of this.#pollers) wake();
  }

  /** Makes visible what is not hidden any more. An entry that a later change of visibility made void is passed over. */
  #uncover(): void {
    const now = this.#parts.clock.now();
    for (let top = this.#hidden.peek(); top !== undefined && top.at <= now; ) {
      this.#hidden.pop();
      if (top.message.place === "hidden" && top.message.visibleAt === top.at) {
        top.message.place = "ready";
        this.#ready.push(top.message);
      }
      top = this.#hidden.peek();
    }
  }

  #placesPassedOver(): number {
    const { random, nastiness } = this.#parts;
    return happens(nastiness, "reorder", random) ? 1 + Math.floor(random.next() * REORDER_SPAN) : 0;
  }

  #moveIfReceivedTooOften(message: StoredMessage): boolean {
    const { moveToDeadLetters, maxReceiveCount } = this.#parts;
    if (moveToDeadLetters === undefined || message.receiveCount < maxReceiveCount) return false;
    this.remove(message);
    moveToDeadLetters(message);
    return true;
  }

  #dropIfTooOld(message: StoredMessage): boolean {
    if (this.#parts.clock.now() - message.sentAt <= this.#parts.retentionMs) return false;
    this.remove(message);
    return true;
  }

  #named(receiptHandle: string): StoredMessage | undefined {
    return this.#messages.get(receiptHandle.slice(0, receiptHandle.lastIndexOf("#")));
  }
}

function gone(why: string): {
  readonly ok: false;
  readonly gone: true;
  readonly error: CeleriacError;
} {
  return { ok: false, gone: true, error: refused(why) };
}
