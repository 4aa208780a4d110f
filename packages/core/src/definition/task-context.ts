import type { Logger } from "../ports/logger.ts";
import type { TaskSender } from "./task-sender.ts";

/** What a handler knows of its attempt, and what it can do. */
export interface TaskContext {
  /** Names the request that is run. */
  readonly taskId: string;
  /** The task's name. */
  readonly task: string;
  /** The name, in the app, of the queue that its message came from. */
  readonly queue: string;
  /** 1 for the first attempt of a generation; counts those too that do not count towards `maxRetries`. */
  readonly attempt: number;
  /** 0, and one more after each redrive. */
  readonly generation: number;
  /**
   * The instant of the recurring schedule's tick that this task is for, epoch ms; `undefined` for what was enqueued. Go by it
   * and not by the clock: a tick may start late.
   */
  readonly tick: number | undefined;
  /** When the hard limit ends this attempt, epoch ms; `undefined` without one. */
  readonly deadline: number | undefined;
  /**
   * Aborts at the soft limit, when the task is revoked, when the lease is lost, and when the process shuts down;
   * `signal.reason` is a CeleriacError that says which.
   */
  readonly signal: AbortSignal;
  /** Writes lines that name task, id and attempt. */
  readonly logger: Logger;
  /** As they were given to `enqueue`, or inherited; `{}` without any. */
  readonly tags: Readonly<Record<string, string>>;
  /** As it was given to `enqueue`, or inherited. */
  readonly tenant: string | undefined;
  /** The task id of the task that enqueued this one. */
  readonly parentId: string | undefined;
  /** The first ancestor's task id; this task's own when it is the root. */
  readonly rootId: string;
  /** Names the effect of this task, whatever attempt or generation performs it: hand it to APIs that take such a key. */
  readonly idempotencyKey: string;
  /**
   * Reports progress: any JSON value of up to 16 KiB, of which the last one counts. Written at most once a second, the last one always
   * (at the latest with the end of the attempt). Never throws for a store that cannot be reached.
   * @throws {CeleriacError} `not-serialisable`, `payload-too-large`
   */
  progress(value: unknown): void;
  /** Sends further tasks; they inherit this task's tags and tenant, and name it as their parent. */
  readonly client: TaskSender;
}
