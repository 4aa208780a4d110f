import type { QueueResource } from "@celeriac/core";
import type { Delivery, DeliveryOutcome } from "@celeriac/engine";
import type { MemoryQueues } from "../queues/memory-queues.ts";
import type { VirtualClock } from "../virtual-clock.ts";

/** Runs one delivery; `undefined`: its process was lost, and nobody acknowledges. */
export type Deliver = (delivery: Delivery) => Promise<DeliveryOutcome | undefined>;

export interface MemoryHostOptions {
  readonly deliver: Deliver;
  readonly queues: MemoryQueues;
  /** What is consumed. */
  readonly resources: readonly QueueResource[];
  readonly clock: VirtualClock;
  /** How many turns of the event loop a delivery gets before time goes on without it. */
  readonly patienceTurns: number;
  /** What the first deliveries need: no patience is spent on it. */
  readonly ready: Promise<void>;
}

/** Delivers what is due, when it is told to. */
export interface MemoryHost {
  /** Delivers what is visible, and what that leads to, until nothing is; waits for every delivery to end. */
  drain(): Promise<void>;
  /** Lets time go on to an instant, epoch ms, delivering what becomes due on the way. */
  advanceTo(instant: number): Promise<void>;
  /** Lets time go on until the work settles, and answers what it answers. */
  during<Value>(work: Promise<Value>): Promise<Value>;
}

const MOST_PER_RECEIVE = 10;

/** Hosts deliveries from queues in memory. Deliveries run side by side, as in a worker with slots for all of them. */
export function createMemoryHost(options: MemoryHostOptions): MemoryHost {
  return new Host(options);
}

class Host implements MemoryHost {
  readonly #options: MemoryHostOptions;
  /** Deliveries under way; true once time was allowed to go on without one. */
  readonly #running = new Map<Promise<void>, boolean>();

  constructor(options: MemoryHostOptions) {
    this.#options = options;
  }

  async drain(): Promise<void> {
    for (;;) {
      const started = await this.#startVisible();
      if (started === 0 && this.#running.size === 0) return;
      if (this.#running.size > 0) await Promise.race(this.#running.keys());
      await this.#options.clock.turn();
    }
  }

  async advanceTo(instant: number): Promise<void> {
    const { clock } = this.#options;
    await this.#runDue();
    for (let at = this.#nextAt(); at <= instant; at = this.#nextAt()) {
      await clock.advanceTo(at);
      await this.#runDue();
    }
    await clock.advanceTo(instant);
  }

  async during<Value>(work: Promise<Value>): Promise<Value> {
    const { clock } = this.#options;
    let settled = false;
    const end = (): void => {
      settled = true;
    };
    work.then(end, end);
    await this.#runDue();
    while (!settled && Number.isFinite(this.#nextAt())) {
      await clock.advanceTo(this.#nextAt());
      await this.#runDue();
    }
    return work;
  }

  /** When something can happen again: a timer, or a message that becomes visible. */
  #nextAt(): number {
    const { clock, queues, resources } = this.#options;
    const instants = resources.map(({ name }) => queues.nextVisibleAt(name));
    return [clock.nextAt, ...instants].reduce<number>(
      (least, each) => Math.min(least, each ?? Number.POSITIVE_INFINITY),
      Number.POSITIVE_INFINITY,
    );
  }

  /** Starts what is visible until nothing is, and gives every delivery its turns to end. */
  async #runDue(): Promise<void> {
    do await this.#waitForRunning();
    while ((await this.#startVisible()) > 0);
  }

  async #waitForRunning(): Promise<void> {
    const { clock, patienceTurns, ready } = this.#options;
    await ready;
    await clock.turn();
    for (let turn = 1; turn < patienceTurns && this.#isAnyAwaited(); turn += 1) await clock.turn();
    for (const delivery of this.#running.keys()) this.#running.set(delivery, true);
  }

  #isAnyAwaited(): boolean {
    return [...this.#running.values()].includes(false);
  }

  async #startVisible(): Promise<number> {
    let started = 0;
    for (const resource of this.#options.resources) started += await this.#startQueue(resource);
    return started;
  }

  async #startQueue(resource: QueueResource): Promise<number> {
    const { queues, clock } = this.#options;
    let started = 0;
    for (;;) {
      const receivedAt = clock.monotonic();
      const messages = await queues.receive(resource.name, {
        max: MOST_PER_RECEIVE,
        waitSeconds: 0,
        visibilitySeconds: resource.visibilityTimeoutSeconds,
      });
      if (messages.length === 0) return started;
      started += messages.length;
      for (const message of messages) {
        const delivery = { queue: resource.name, message, receivedAt, ...this.#end(resource) };
        const acknowledge = async (outcome: DeliveryOutcome | undefined): Promise<void> => {
          if (outcome?.acknowledge === true)
            await queues.delete(resource.name, message.receiptHandle);
        };
        this.#follow(this.#options.deliver(delivery).then(acknowledge));
      }
    }
  }

  /** A Lambda function's deadline. */
  #end({ consumer }: QueueResource): { readonly remainingMs?: () => number } {
    if (consumer.kind !== "lambda") return {};
    const { clock } = this.#options;
    const deadline = clock.monotonic() + consumer.timeoutSeconds * 1000;
    return { remainingMs: () => deadline - clock.monotonic() };
  }

  #follow(delivery: Promise<void>): void {
    const followed = delivery.finally(() => this.#running.delete(followed));
    this.#running.set(followed, false);
  }
}
