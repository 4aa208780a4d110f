import type { Random, ReceivedMessage } from "@celeriac/core";
import type { MemoryQueues } from "../queues/memory-queues.ts";
import type { Kernel } from "./kernel.ts";
import { wholeBetween } from "./simulated-network.ts";
import type { SimulatedProcess } from "./simulated-process.ts";

/** A function's execution environment: one process, one invocation at a time, frozen between them. */
export interface Sandbox {
  readonly process: SimulatedProcess;
  /** Runs one invocation inside the process; answers the message ids it reports as failed, or throws. */
  invoke(messages: readonly ReceivedMessage[], remainingMs: () => number): Promise<unknown>;
}

export interface MappingOptions {
  readonly kernel: Kernel;
  readonly queues: MemoryQueues;
  readonly queue: string;
  readonly batchSize: number;
  readonly visibilitySeconds: number;
  readonly timeoutMs: number;
  /** Most invocations at a time. */
  readonly concurrency: number;
  /** Starts an execution environment. */
  readonly boot: (index: number) => Sandbox;
  /** Whether messages reported as failed are visible again at once: AWS does not say. */
  readonly failedAreVisibleAtOnce: boolean;
  /** Chance that Lambda throttles an invocation: its messages were received, and come back. Read at every poll. */
  readonly throttles?: () => number;
}

/** Lambda's event source mapping of one queue, with `ReportBatchItemFailures`. */
export interface SimulatedMapping {
  start(): void;
  stop(): void;
  /** How often an invocation was killed because its time was over. */
  readonly timeouts: number;
}

const POLL_SECONDS = 20;
const ANSWER_MS = 20;

/** Creates the mapping: it polls, invokes, kills by timeout in mid-batch, and deletes what was not reported as failed. */
export function createMapping(options: MappingOptions): SimulatedMapping {
  return new Mapping(options);
}

class Mapping implements SimulatedMapping {
  readonly #options: MappingOptions;
  readonly #random: Random;
  readonly #warm: Sandbox[] = [];
  #busy = 0;
  #booted = 0;
  #polling = false;
  #stopped = true;
  timeouts = 0;

  constructor(options: MappingOptions) {
    this.#options = options;
    this.#random = options.kernel.random(`mapping ${options.queue}`);
  }

  start(): void {
    this.#stopped = false;
    this.#poll();
  }

  stop(): void {
    this.#stopped = true;
  }

  #poll(): void {
    const { concurrency, queues, queue, batchSize, visibilitySeconds } = this.#options;
    if (this.#polling || this.#stopped || this.#busy >= concurrency) return;
    this.#polling = true;
    const max = wholeBetween(this.#random, 1, batchSize);
    void queues
      .receive(queue, { max, waitSeconds: POLL_SECONDS, visibilitySeconds })
      .then(
        (messages) => this.#received(messages),
        // A receive that was lost on its way: the mapping asks again.
        () => undefined,
      )
      .then(() => {
        this.#polling = false;
        this.#options.kernel.clock.timer(ANSWER_MS, () => this.#poll());
      });
  }

  #received(messages: readonly ReceivedMessage[]): void {
    if (messages.length === 0) return;
    const { kernel, queue, throttles } = this.#options;
    if (this.#random.next() < (throttles?.() ?? 0)) {
      kernel.note("invocation throttled", queue, messages.length);
      return;
    }
    this.#busy += 1;
    this.#invoke(this.#sandbox(), messages);
  }

  #sandbox(): Sandbox {
    const warm = this.#warm.pop();
    if (warm !== undefined) {
      warm.process.resume();
      return warm;
    }
    this.#booted += 1;
    return this.#options.boot(this.#booted);
  }

  #invoke(sandbox: Sandbox, messages: readonly ReceivedMessage[]): void {
    const { kernel, timeoutMs } = this.#options;
    const { process } = sandbox;
    const deadline = kernel.clock.now() + timeoutMs;
    let open = true;
    const end = (): boolean => {
      const first = open;
      open = false;
      cancelKill();
      if (first) this.#busy -= 1;
      return first;
    };
    const cancelKill = kernel.clock.timer(timeoutMs, () => {
      if (!open) return;
      this.timeouts += 1;
      process.crash("the function's timeout");
    });
    process.onCrash(() => {
      // Nothing was answered: the whole batch comes back when its visibility ends.
      if (end()) this.#poll();
    });
    const answered = (failed: ReadonlySet<string> | undefined): void => {
      kernel.clock.timer(ANSWER_MS, () => {
        if (!end()) return;
        this.#freeze(sandbox);
        void this.#settle(messages, failed).then(() => this.#poll());
      });
    };
    kernel.clock.timer(ANSWER_MS, () => {
      process.enter(() => {
        sandbox
          .invoke(messages, () => deadline - kernel.clock.now())
          .then(
            (answer) => answered(failuresIn(answer)),
            () => answered(undefined),
          );
      });
    });
  }

  /** Between invocations an execution environment stands still. */
  #freeze(sandbox: Sandbox): void {
    sandbox.process.pause(Number.POSITIVE_INFINITY);
    this.#warm.push(sandbox);
  }

  async #settle(
    messages: readonly ReceivedMessage[],
    failed: ReadonlySet<string> | undefined,
  ): Promise<void> {
    const { queues, queue, failedAreVisibleAtOnce } = this.#options;
    for (const { messageId, receiptHandle } of messages) {
      if (failed?.has(messageId) === false) await queues.delete(queue, receiptHandle);
      else if (failed !== undefined && failedAreVisibleAtOnce) {
        await queues.changeVisibility(queue, receiptHandle, 0);
      }
    }
  }
}

/** The ids in `batchItemFailures`; `undefined`, which is all of them, for a malformed answer. */
function failuresIn(answer: unknown): ReadonlySet<string> | undefined {
  const list = (answer as { batchItemFailures?: unknown } | undefined)?.batchItemFailures;
  if (!Array.isArray(list)) return undefined;
  const ids = list.map((item: { itemIdentifier?: unknown }) => item?.itemIdentifier);
  const texts = ids.filter((id) => typeof id === "string" && id !== "") as string[];
  return texts.length === ids.length ? new Set(texts) : undefined;
}
