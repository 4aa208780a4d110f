import type { Duration } from "../duration.ts";
import type { CeleriacError } from "../errors/celeriac-error.ts";
import type { AnyTask, TaskResult, TaskWire } from "./task-definition.ts";
import type { TaskHandle } from "./task-handle.ts";

/** Conditions of one request to run a task. */
export interface EnqueueOptions {
  /** Not before this long from now. Seconds' precision. Not together with `eta`. */
  readonly delay?: Duration;
  /** Not before this instant: any length ahead; past 15 minutes through a one-shot schedule. */
  readonly eta?: Date;
  /** Not worth starting after this long from now, or after this instant: the task then ends as EXPIRED. */
  readonly expires?: Duration | Date;
  /**
   * Names the request: while its record lives (45 days) a second enqueue of the same id is the same request, whose
   * first input wins. 1 to 128 of `A-Z a-z 0-9 . _ : -`. @defaultValue a UUIDv7
   */
  readonly taskId?: string;
  /** Labels, inherited by the tasks that this one enqueues. At most 32 of at most 128 and 256 characters. */
  readonly tags?: Readonly<Record<string, string>>;
  /** Who it is done for; one tenant's burst does not delay the others. At most 128 letters, digits and punctuation. */
  readonly tenant?: string;
  /** Overrides the route. */
  readonly queue?: string;
  /** Override the task's limits for this request. */
  readonly softTimeLimit?: Duration;
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
