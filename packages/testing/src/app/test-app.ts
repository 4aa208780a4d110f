import { type Client, createClient } from "@celeriac/client";
import {
  type App,
  type Duration,
  parseDuration,
  type TaskHandler,
  type TaskRecord,
  topology,
} from "@celeriac/core";
import { createEngine } from "@celeriac/engine";
import { createMemoryLogger, type MemoryLogger } from "../memory-logger.ts";
import { createMemoryMover } from "../queues/memory-mover.ts";
import { createMemoryQueues, type MemoryQueues } from "../queues/memory-queues.ts";
import { createSeededRandom } from "../seeded-random.ts";
import { createMemoryEffectGuard } from "../stores/memory-effect-guard.ts";
import { createMemoryEffectStore } from "../stores/memory-effect-store.ts";
import { createMemoryLockStore, type MemoryLockStore } from "../stores/memory-lock-store.ts";
import {
  createMemoryPayloadStore,
  type MemoryPayloadStore,
} from "../stores/memory-payload-store.ts";
import {
  createMemoryScheduleStore,
  type MemoryScheduleStore,
} from "../stores/memory-schedule-store.ts";
import { createMemoryTagIndex, type MemoryTagIndex } from "../stores/memory-tag-index.ts";
import { createMemoryTaskStore, type MemoryTaskStore } from "../stores/memory-task-store.ts";
import { createVirtualClock, type VirtualClock } from "../virtual-clock.ts";
import { deadLettersIn, type TestDeadLetter } from "./dead-letters-in.ts";
import { createMemoryHost, type MemoryHost } from "./memory-host.ts";
import { topologyQueues } from "./topology-queues.ts";

export interface TestAppOptions {
  /** Handlers for tasks without an inline `run`. */
  readonly handlers?: readonly TaskHandler[];
  /** The queues that are consumed. @defaultValue all of the app */
  readonly queues?: readonly string[];
  /** The wall clock at the start, epoch ms. @defaultValue 2026-01-01T00:00:00Z */
  readonly startAt?: number;
  /** The seed of ids and of spread waits. @defaultValue 1 */
  readonly seed?: number;
  /**
   * How many turns of the event loop a handler gets for real work (a query, a file) before `advance` and waits on
   * handles let time go on without it. @defaultValue 10,000: some tens of ms
   */
  readonly patienceTurns?: number;
}

/** An app in memory, with its client and its workers, and time that moves when it is told to. */
export interface TestApp {
  /** Waiting on its handles lets virtual time go on, and runs what becomes due: `await handle.result()` just works. */
  readonly client: Client;
  readonly clock: VirtualClock;
  readonly queues: MemoryQueues;
  readonly store: MemoryTaskStore;
  readonly locks: MemoryLockStore;
  readonly tags: MemoryTagIndex;
  readonly payloads: MemoryPayloadStore;
  readonly schedules: MemoryScheduleStore;
  /** What the engine and the client log. */
  readonly logger: MemoryLogger;
  /**
   * Runs all tasks that are due now, and those they enqueue, until no queue holds one that is. What waits for a later
   * time (a retry, a delay) stays. Waits for handlers however long they take: a handler that never ends needs `advance`.
   */
  drain(): Promise<void>;
  /** Lets time go on, running what becomes due at its time. */
  advance(length: Duration): Promise<void>;
  /** What lies in the dead-letter queue of a queue, oldest first. */
  deadLetters(queue: string): readonly TestDeadLetter[];
  /** The record of a task; `undefined` before its first attempt. */
  record(taskId: string): TaskRecord | undefined;
}

const PATIENCE_TURNS = 10_000;

/**
 * Runs an app in memory, for tests: real client and real engine on models of SQS and DynamoDB, in virtual time.
 * @example
 * ```ts
 * const test = createTestApp(app, { handlers: [handleResize] });
 * const handle = await test.client.enqueue(resize, { imageId: "a" }, { delay: "5m" });
 * await test.advance("5m");
 * expect(await handle.result()).toEqual({ url: "…" });
 * ```
 * @throws {CeleriacError} `missing-handler` for a task of a consumed queue that nothing runs.
 */
export function createTestApp(app: App, options: TestAppOptions = {}): TestApp {
  const { startAt } = options;
  const clock = createVirtualClock(startAt === undefined ? {} : { startAt });
  const random = createSeededRandom(options.seed ?? 1);
  const described = topology(app);
  const queues = createMemoryQueues({ clock, random, queues: topologyQueues(described) });
  const ports = {
    clock,
    random,
    sender: queues,
    store: createMemoryTaskStore({ clock }),
    locks: createMemoryLockStore(),
    tags: createMemoryTagIndex(),
    effects: createMemoryEffectGuard({ store: createMemoryEffectStore(), clock, random }),
    payloads: createMemoryPayloadStore(),
    schedules: createMemoryScheduleStore({ clock, sender: queues, queues: queues.names }),
    logger: createMemoryLogger(),
  };
  const consumed = options.queues ?? [...app.queues.keys()];
  const client = createClient(app, {
    ...ports,
    clock: { ...clock, sleep: (ms, signal) => host.during(clock.sleep(ms, signal)) },
    receiver: {
      ...queues,
      receive: (queue, receive) => host.during(queues.receive(queue, receive)),
    },
    mover: createMemoryMover({ queues, clock }),
  });
  const engine = createEngine({
    app,
    handlers: options.handlers ?? [],
    queues: consumed,
    host: "test",
    ports: { ...ports, visibility: queues },
    senderFor: (context) => client.derive(context),
  });
  const host: MemoryHost = createMemoryHost({
    engine,
    queues,
    clock,
    resources: described.queues.filter(({ name }) => consumed.includes(name)),
    patienceTurns: options.patienceTurns ?? PATIENCE_TURNS,
  });
  return {
    client,
    clock,
    queues,
    store: ports.store,
    locks: ports.locks,
    tags: ports.tags,
    payloads: ports.payloads,
    schedules: ports.schedules,
    logger: ports.logger,
    drain: () => host.drain(),
    advance: (length) => host.advanceTo(clock.now() + parseDuration(length, "advance")),
    deadLetters: (queue) => deadLettersIn(queues, queue),
    record: (taskId) => ports.store.record(taskId),
  };
}
