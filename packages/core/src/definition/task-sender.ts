import type { Duration } from "../duration.ts";
import type { CeleriacError } from "../errors/celeriac-error.ts";
import type { AnyTask, TaskResult, TaskWire } from "./task-definition.ts";
import type { TaskHandle } from "./task-handle.ts";

/** Conditions of one request to run a task. */
export interface EnqueueOptions {
  /**
   * Not before this long from now, by the worker's clock; at most 100 years, past 15 minutes through a one-shot schedule. Not
   * together with `eta`. @defaultValue at once
   */
  readonly delay?: Duration;
  /** Not before this instant, until the year 9999; past 15 minutes ahead through a one-shot schedule. @defaultValue at once */
  readonly eta?: Date;
  /**
   * Not worth starting after this long from now, or after this instant: the task then ends as EXPIRED. Later than `eta`.
   * @defaultValue it waits for as long as it takes
   */
  readonly expires?: Duration | Date;
  /**
   * Names the request: while its record lives (45 days) a second enqueue of the same id is the same request, whose
   * first input wins. 1 to 128 of `A-Z a-z 0-9 . _ : -`. @defaultValue a UUIDv7
   */
  readonly taskId?: string;
  /** Labels, inherited by the tasks that this one enqueues. At most 32, names of at most 128 and texts of at most 256 characters. @defaultValue none, or the sending task's */
  readonly tags?: Readonly<Record<string, string>>;
  /** Who it is done for; one tenant's burst does not delay the others. At most 128 letters, digits and punctuation. @defaultValue none, or the sending task's */
  readonly tenant?: string;
  /** A queue of the app, in place of the task's; its host needs the task's handler. @defaultValue the task's queue */
  readonly queue?: string;
  /** In place of the task's, for this request; within the same bounds. @defaultValue the task's */
  readonly softTimeLimit?: Duration;
  /** In place of the task's, for this request; within the same bounds. @defaultValue the task's */
  readonly timeLimit?: Duration;
}

/** The outcome of one item of `enqueueMany`. */
export type EnqueueOutcome<Result> =
  | { readonly ok: true; readonly handle: TaskHandle<Result> }
  | { readonly ok: false; readonly taskId: string | undefined; readonly error: CeleriacError };

/** The arguments after the task: the input may be left out where it may be undefined. */
export type EnqueueArguments<Wire> = undefined extends Wire
  ? [input?: Wire, options?: EnqueueOptions]
  : [input: Wire, options?: EnqueueOptions];

/** One item of `enqueueMany` with conditions of its own. */
export interface EnqueueItem<Wire> {
  readonly input: Wire;
  readonly options?: EnqueueOptions;
}

/** Sends tasks. */
export interface TaskSender {
  /**
   * Resolves once SQS (or, for a far eta, EventBridge Scheduler) has stored the request: from then on the task reaches
   * a final state or the dead-letter queue.
   * @throws {CeleriacError} `invalid-input`, `invalid-options`, `payload-too-large`, `already-enqueued` (of a unique task
   * that rejects repeats), or AWS's trouble; a `retryable` one
   * may have been stored all the same: enqueue again with the same `taskId` (`error.details.taskId`).
   */
  enqueue<T extends AnyTask>(
    task: T,
    ...args: EnqueueArguments<TaskWire<T>>
  ): Promise<TaskHandle<TaskResult<T>>>;
  /**
   * Sends many of one task, packed into as few calls as SQS allows. Never throws for an item: the answer has an outcome
   * for each, in order. `options` apply to each item (not `taskId`: use `enqueueItems`).
   */
  enqueueMany<T extends AnyTask>(
    task: T,
    inputs: Iterable<TaskWire<T>>,
    options?: Omit<EnqueueOptions, "taskId">,
  ): Promise<EnqueueOutcome<TaskResult<T>>[]>;
  /** As `enqueueMany`, each item with options of its own. */
  enqueueItems<T extends AnyTask>(
    task: T,
    items: Iterable<EnqueueItem<TaskWire<T>>>,
  ): Promise<EnqueueOutcome<TaskResult<T>>[]>;
}
