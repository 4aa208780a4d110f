import type { MessageReceiver, ReceiptAnswer, ReceiveOptions } from "@celeriac/core";
import type { Delivery, DeliveryOutcome } from "@celeriac/engine";
import {
  createMemoryLogger,
  createMemoryQueues,
  createSeededRandom,
  createVirtualClock,
  type FaultPlan,
  type MemoryLogger,
  type MemoryQueues,
  type QueueNastiness,
  type VirtualClock,
  withFaults,
} from "@celeriac/testing/models";
import { createWorker, type Worker, type WorkerQueue } from "@celeriac/worker";
import { createScriptedEngine, DONE, type ScriptedEngine } from "./scripted-engine.ts";

export interface WorkerHarnessOptions {
  readonly concurrency?: number;
  readonly drainMs?: number;
  readonly maxPolls?: number;
  /** @defaultValue every delivery ends at once and is acknowledged */
  readonly script?: (delivery: Delivery) => DeliveryOutcome | Promise<DeliveryOutcome>;
  readonly faults?: FaultPlan;
  readonly nastiness?: QueueNastiness;
  readonly seed?: number;
}

/** A worker on memory queues, with an engine that does what the test says and a virtual clock. */
export interface WorkerHarness {
  readonly clock: VirtualClock;
  readonly queues: MemoryQueues;
  readonly logger: MemoryLogger;
  readonly engine: ScriptedEngine;
  readonly worker: Worker;
  /** What `onRunning` was told. */
  readonly running: readonly number[];
  /** Receives under way: what each asked for. */
  readonly polls: ReadonlySet<ReceiveOptions>;
  /** What each receive so far asked for. */
  readonly asked: readonly number[];
  readonly changedVisibility: readonly number[];
  /** The most that ran and were asked for at a time. */
  readonly mostCommitted: number;
  send(...bodies: readonly string[]): Promise<void>;
  /** Bodies of the messages that are in the queue, received or not. */
  bodies(): readonly string[];
}

export const QUEUE = "default";

export function createWorkerHarness(options: WorkerHarnessOptions = {}): WorkerHarness {
  const clock = createVirtualClock();
  const random = createSeededRandom(options.seed ?? 7);
  const logger = createMemoryLogger();
  const { nastiness = {} } = options;
  const queues = createMemoryQueues({ clock, random, queues: { [QUEUE]: {} }, nastiness });
  const engine = createScriptedEngine(options.script ?? (() => DONE));
  const faulty = withFaults(queues, options.faults ?? (() => undefined), clock);
  const polls = new Set<ReceiveOptions>();
  const asked: number[] = [];
  const changedVisibility: number[] = [];
  const running: number[] = [];
  let mostCommitted = 0;
  const receiver: MessageReceiver = {
    receive: async (queue, order) => {
      polls.add(order);
      asked.push(order.max);
      const askedFor = [...polls].reduce((sum, { max }) => sum + max, 0);
      mostCommitted = Math.max(mostCommitted, engine.active + askedFor);
      try {
        return await faulty.receive(queue, order);
      } finally {
        polls.delete(order);
      }
    },
    delete: (queue, handle) => faulty.delete(queue, handle),
    changeVisibility: (queue, handle, seconds): Promise<ReceiptAnswer> => {
      changedVisibility.push(seconds);
      return faulty.changeVisibility(queue, handle, seconds);
    },
  };
  const queue: WorkerQueue = {
    name: QUEUE,
    concurrency: options.concurrency ?? 4,
    visibilitySeconds: 30,
    drainMs: options.drainMs ?? 10_000,
    maxPolls: options.maxPolls,
  };
  const onRunning = (count: number): void => void running.push(count);
  const ports = { engine, receiver, clock, random, logger };
  const worker = createWorker({ ...ports, queues: [queue], onRunning });
  return {
    clock,
    queues,
    logger,
    engine,
    worker,
    running,
    polls,
    asked,
    changedVisibility,
    get mostCommitted() {
      return mostCommitted;
    },
    send: async (...bodies) => {
      for (const body of bodies) await queues.send(QUEUE, { body });
    },
    bodies: () => queues.peek(QUEUE).map(({ body }) => body),
  };
}

/** Deliveries that end when the test says so, by message body. */
export interface Gates {
  readonly script: (delivery: Delivery) => Promise<DeliveryOutcome>;
  open(body: string, outcome?: DeliveryOutcome): void;
}

export function createGates(): Gates {
  const gates = new Map<string, PromiseWithResolvers<DeliveryOutcome>>();
  const gate = (body: string): PromiseWithResolvers<DeliveryOutcome> => {
    const known = gates.get(body) ?? Promise.withResolvers<DeliveryOutcome>();
    gates.set(body, known);
    return known;
  };
  return {
    script: ({ message }) => gate(message.body).promise,
    open: (body, outcome = DONE) => gate(body).resolve(outcome),
  };
}

/** `count` bodies, each its own. */
export function bodies(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `m${index}`);
}
