import {
  CeleriacError,
  type Clock,
  type Logger,
  type MessageReceiver,
  type Random,
} from "@celeriac/core";
import { drain } from "./drain.ts";
import type { HostedEngine } from "./hosted-engine.ts";
import { QueueConsumer } from "./queue-consumer.ts";
import type { QueueHealth, QueueStats } from "./queue-reports.ts";
import { checkWorkerQueues, type WorkerQueue } from "./worker-queue.ts";

/** What a worker works with. */
export interface WorkerOptions {
  readonly engine: HostedEngine;
  readonly receiver: MessageReceiver;
  readonly queues: readonly WorkerQueue[];
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  /** Told how many tasks run, whenever that changes: for scale-in protection. Must not throw. */
  readonly onRunning?: ((running: number) => void) | undefined;
}

export type WorkerState = "idle" | "running" | "draining" | "stopped";

/** How a worker is doing. */
export interface WorkerHealth {
  readonly state: WorkerState;
  readonly queues: readonly QueueHealth[];
}

/** Receives from queues and runs what it gets, until it is stopped. */
export interface Worker {
  readonly state: WorkerState;
  /**
   * Consumes until the worker has been stopped. Trouble with SQS never ends it: it is logged, and tried again.
   * @throws {CeleriacError} `invalid-options` when it has been called before.
   */
  run(): Promise<void>;
  /**
   * Stops receiving, lets running tasks end within their queues' drain times, gives the rest back, and resolves with
   * the last acknowledgement; at most 9 s after the longest drain time.
   * @param options `now`: gives running tasks back at once; also when a stop is under way. `broken`: leaves running tasks
   * as a process that was killed does, so that one which broke it is not given back again and again.
   */
  stop(options?: { readonly now?: boolean; readonly broken?: boolean }): Promise<void>;
  stats(): readonly QueueStats[];
  health(): WorkerHealth;
}

/**
 * Makes a worker: slots for each queue, filled as they become free.
 * @throws {CeleriacError} `invalid-options` for queues that no worker could consume.
 */
export function createWorker(options: WorkerOptions): Worker {
  checkWorkerQueues(options.queues);
  const { clock, logger, onRunning } = options;
  const stopped = Promise.withResolvers<void>();
  const now = new AbortController();
  let state: WorkerState = "idle";
  let running = 0;

  const consumers = options.queues.map((queue) => {
    const onChange = (difference: 1 | -1): void => {
      running += difference;
      onRunning?.(running);
    };
    const queueLogger = logger.with({ queue: queue.name });
    return new QueueConsumer({ ...options, queue, logger: queueLogger, onChange });
  });

  async function drainAll(): Promise<void> {
    logger.info("the worker stops: no more messages are received", { running });
    await Promise.all(
      consumers.map((consumer) => drain(consumer, { clock, logger, now: now.signal })),
    );
    state = "stopped";
    logger.info("the worker has stopped", { queues: consumers.map((each) => each.stats()) });
    stopped.resolve();
  }

  return {
    get state() {
      return state;
    },
    run: async () => {
      if (state === "running") throw runTwice();
      if (state === "idle") {
        state = "running";
        logger.info("the worker runs", { queues: options.queues });
        for (const consumer of consumers) consumer.start();
      }
      await stopped.promise;
    },
    stop: async (how = {}) => {
      if (how.broken === true) {
        for (const consumer of consumers) consumer.shutDown(brokenProcess());
        logger.warn("the process is broken: its running tasks are left as lost", { running });
      }
      if (how.now === true) now.abort();
      if (state === "idle" || state === "running") {
        state = "draining";
        await drainAll();
      }
      await stopped.promise;
    },
    stats: () => consumers.map((consumer) => consumer.stats()),
    health: () => ({ state, queues: consumers.map((consumer) => consumer.health()) }),
  };
}

function brokenProcess(): CeleriacError {
  return new CeleriacError("worker-lost", "the process is broken: what runs in it is lost");
}

function runTwice(): CeleriacError {
  return new CeleriacError(
    "invalid-options",
    "the worker runs already: call run() once, and make another worker for more queues",
  );
}
