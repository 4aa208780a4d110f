import type { Client } from "@celeriac/client";
import { type App, type Duration, parseDuration, type TaskHandler } from "@celeriac/core";
import { createVirtualClock } from "../virtual-clock.ts";
import { deadLettersIn, type MemoryDeadLetter } from "./dead-letters-in.ts";
import {
  createMemoryModels,
  type MemoryModels,
  type MemoryModelsOptions,
} from "./memory-models.ts";
import { type RunOptions, runInMemory } from "./run-in-memory.ts";

export interface MemoryAppOptions extends RunOptions, Omit<MemoryModelsOptions, "clock"> {}

/** An app in memory whose models can be reached: the test kit without its comforts, for this repository's own tests. */
export interface MemoryApp extends MemoryModels {
  /** Waiting on its handles lets virtual time go on, and runs what becomes due. */
  readonly client: Client;
  /** Runs all tasks that are due now, and those they enqueue, until no queue holds one that is. */
  drain(): Promise<void>;
  /** Lets time go on, running what becomes due at its time. */
  advance(length: Duration): Promise<void>;
  /** What lies in the dead-letter queue of a queue, oldest first. */
  deadLetters(queue: string): readonly MemoryDeadLetter[];
}

/**
 * Runs an app in memory: real client and real engine on models of SQS and DynamoDB, in virtual time.
 * @throws {CeleriacError} `missing-handler` for a task of a consumed queue that nothing runs.
 */
export function createMemoryApp(
  app: App,
  handlers: readonly TaskHandler[] = [],
  options: MemoryAppOptions = {},
): MemoryApp {
  const clock = createVirtualClock();
  const models = createMemoryModels(app, { ...options, clock });
  const { client, host } = runInMemory({ app, handlers }, models, options);
  const { queues } = models;
  return {
    ...models,
    client,
    drain: () => host.drain(),
    advance: (length) => host.advanceTo(clock.now() + parseDuration(length, "advance")),
    deadLetters: (queue) => deadLettersIn(queues, queue),
  };
}
