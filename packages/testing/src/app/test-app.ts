import { type Client, checkKnownOptions, knownTask } from "@celeriac/client";
import {
  type AnyTask,
  type App,
  CeleriacError,
  type Duration,
  parseDuration,
  show,
  type TaskHandle,
  type TaskHandler,
  type TaskResult,
  type TaskWire,
} from "@celeriac/core";
import type { LogLine } from "../memory-logger.ts";
import { createVirtualClock } from "../virtual-clock.ts";
import { type TestDeadLetter, testDeadLetters } from "./dead-letters-in.ts";
import { type EnqueuedTask, enqueuedTasks } from "./enqueued-tasks.ts";
import { createFaultyModels } from "./faulty-models.ts";
import { fireSchedules } from "./fire-schedules.ts";
import { historyText } from "./history-text.ts";
import { type PerformArguments, performTask } from "./perform-task.ts";
import { type RunOptions, runInMemory } from "./run-in-memory.ts";
import type { TaskEvent } from "./task-event.ts";
import { taskEvents } from "./task-events.ts";
import type { TestFaults } from "./test-faults.ts";
import { readTestTask, type TestTask } from "./test-task.ts";
import { createTimeline } from "./timeline.ts";

export interface TestAppOptions extends RunOptions {
  /** The wall clock at the start. @defaultValue 2026-01-01T00:00:00Z */
  readonly startAt?: Date | undefined;
  /** The seed of ids and of spread waits. @defaultValue 1 */
  readonly seed?: number | undefined;
}

/** An app in memory, with its client and its workers, and time that moves when it is told to. */
export interface TestApp {
  /** As in production. Waiting on its handles lets virtual time go on, and runs what becomes due. */
  readonly client: Client;
  /** The virtual wall clock, epoch ms. */
  now(): number;
  /**
   * Runs one handler, once, with a whole ctx, and answers what its caller would read: no queue, no record, no retry, no
   * time limit, no idempotency. The input is checked and parsed by the task's schema, the output too.
   * What the handler sends is `enqueued`, what it logs is in `log`; `ctx.progress` is told the progress.
   * @throws what the handler throws; {CeleriacError} `invalid-input`, `invalid-output`, `not-serialisable`.
   */
  perform<T extends AnyTask>(
    task: T,
    ...args: PerformArguments<TaskWire<T>>
  ): Promise<TaskResult<T>>;
  /**
   * Runs all tasks that are due now, and those they enqueue, until no queue holds one that is. What waits for a later
   * time (a retry, a delay) stays. Waits for handlers however long they take: a handler that never ends needs `advance`.
   */
  drain(): Promise<void>;
  /** Lets time go on, running what becomes due at its time: delays, retries, far etas, ticks of recurring schedules. */
  advance(length: Duration): Promise<void>;
  /**
   * What was enqueued since the test began, whatever became of it: by the client, by handlers, by recurring schedules.
   * @throws {CeleriacError} `invalid-options` for a task that the app does not have.
   */
  enqueued(): readonly EnqueuedTask[];
  enqueued<T extends AnyTask>(task: T): readonly EnqueuedTask<TaskWire<T>>[];
  /**
   * What lies in the dead-letter queues at this moment.
   * @throws {CeleriacError} `invalid-options` for a task that the app does not have.
   */
  deadLettered(): readonly TestDeadLetter[];
  deadLettered<T extends AnyTask>(task: T): readonly TestDeadLetter<TaskWire<T>>[];
  /**
   * A task as it stands, with its history: for assertions.
   * @throws {CeleriacError} `invalid-options` for an id of which nothing has happened.
   */
  task<Result>(handle: TaskHandle<Result>): Promise<TestTask<Result>>;
  task(taskId: string): Promise<TestTask>;
  /** Everything that happened to a task, in order: sends, deliveries, attempts, writes, errors, dead letters, faults. */
  history(taskId: string): readonly TaskEvent[];
  /** The same for a person to read: a line for each event, with the virtual time since the test began. */
  historyText(taskId: string): string;
  /** What is to go wrong, in one line each. */
  readonly faults: TestFaults;
  /** What the engine, the client and handlers (`ctx.logger`) have logged. */
  readonly log: readonly LogLine[];
}

/**
 * Runs an app in memory, for tests: real client and real engine on models of SQS and DynamoDB, in virtual time.
 * No timer, no network, nothing to stop.
 * @param handlers for tasks without an inline `run`, as a worker's entry has them.
 * @example
 * ```ts
 * const test = createTestApp(app, [handleResize]);
 * const handle = await test.client.enqueue(resize, { imageId: "a" }, { delay: "5m" });
 * await test.advance("5m");
 * expect(await handle.result()).toEqual({ url: "…" });
 * ```
 * @throws {CeleriacError} `missing-handler` for a task of a consumed queue that nothing runs; `invalid-options`.
 */
export function createTestApp(
  app: App,
  handlers: readonly TaskHandler[] = [],
  options: TestAppOptions = {},
): TestApp {
  checkArguments(handlers, options);
  const { startAt } = options;
  const clock = createVirtualClock(startAt === undefined ? {} : { startAt: startAt.getTime() });
  const timeline = createTimeline(clock);
  const { models, passage, faults } = createFaultyModels(app, clock, timeline, options.seed);
  const run = { app, handlers };
  const { client, clientPorts, enginePorts, host } = runInMemory(run, models, options, passage);
  fireSchedules(app, models);
  const reading = { app, client, models, timeline };
  return {
    client,
    now: clock.now,
    perform: <T extends AnyTask>(task: T, ...[input, ctx]: PerformArguments<TaskWire<T>>) =>
      performTask({ run, client, clientPorts, enginePorts }, task, input, ctx) as Promise<
        TaskResult<T>
      >,
    drain: () => host.drain(),
    advance: (length) => host.advanceTo(clock.now() + parseDuration(length, "advance")),
    enqueued: ((task) =>
      of(app, task, enqueuedTasks(timeline.moments, models))) as TestApp["enqueued"],
    deadLettered: ((task) =>
      of(app, task, testDeadLetters(app, models))) as TestApp["deadLettered"],
    task: ((task: TaskHandle<unknown> | string) => readTestTask(reading, task)) as TestApp["task"],
    history: (taskId) => taskEvents(timeline.moments, taskId),
    historyText: (taskId) => historyText(timeline, taskId),
    faults,
    log: models.logger.lines,
  };
}

/** A task that the app does not have is an error: an assertion that it was not enqueued would hold for ever. */
function of<Item extends { readonly task: string | undefined }>(
  app: App,
  task: AnyTask | undefined,
  items: readonly Item[],
): readonly Item[] {
  if (task === undefined) return items;
  const { name } = knownTask(app, task);
  return items.filter((item) => item.task === name);
}

const OPTIONS: Readonly<Record<keyof TestAppOptions, true>> = {
  queues: true,
  patienceTurns: true,
  startAt: true,
  seed: true,
};

function checkArguments(handlers: unknown, options: TestAppOptions): void {
  if (!Array.isArray(handlers)) {
    throw new CeleriacError(
      "invalid-options",
      `the handlers of createTestApp are ${show(handlers)}: expected an array of what handle(task, fn) answers, [] for none`,
    );
  }
  checkKnownOptions("createTestApp", options, Object.keys(OPTIONS));
  const { startAt }: { readonly startAt?: unknown } = options;
  if (startAt === undefined || (startAt instanceof Date && !Number.isNaN(startAt.getTime())))
    return;
  throw new CeleriacError(
    "invalid-options",
    `startAt of createTestApp is ${show(startAt)}: expected a valid Date`,
  );
}
