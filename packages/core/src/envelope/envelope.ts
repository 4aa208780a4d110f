import type { Payload } from "./payload.ts";

/** The newest envelope version that this code writes and reads. */
export const ENVELOPE_VERSION = 1;

/**
 * What one SQS message says: which task, with what, under which conditions.
 * Identity is `taskId`: never the SQS message id, which a redrive, a second send or an SDK's own retry changes.
 */
export interface Envelope {
  readonly version: typeof ENVELOPE_VERSION;
  /** One request to run a task; made by the client before the first send. */
  readonly taskId: string;
  /** The task's name: its identity on the wire. */
  readonly task: string;
  /** Absent when the task takes no input. */
  readonly input?: Payload | undefined;
  /** Raised each time a dead-lettered task is redriven; 0 at first. An integer from 0 to 1,000,000. */
  readonly generation: number;
  /** Epoch ms, by the sender's clock; of a recurring schedule's message its tick. */
  readonly enqueuedAt: number;
  /** The instant for which a recurring schedule sent this, epoch ms; two messages of one tick are one task. */
  readonly tick?: number | undefined;
  /** Never starts before this instant, epoch ms. Counts for generation 0 only. */
  readonly eta?: number | undefined;
  /** Not worth starting after this instant, epoch ms. Counts for generation 0 only. */
  readonly expires?: number | undefined;
  /** Time limits set by the call; they override the task's. */
  readonly softTimeLimitMs?: number | undefined;
  readonly timeLimitMs?: number | undefined;
  /** The workflow and its node that this task belongs to. */
  readonly workflow?: { readonly id: string; readonly node: string } | undefined;
  /** The first ancestor's task id; absent when this task is the root. */
  readonly rootId?: string | undefined;
  /** The task id of the task that enqueued this one. */
  readonly parentId?: string | undefined;
  /** Who it is done for: SQS fair queues keep one tenant from starving the others. At most 128 characters. */
  readonly tenant?: string | undefined;
  /** Labels, inherited by the tasks that this one enqueues. */
  readonly tags?: Readonly<Record<string, string>> | undefined;
  /** The key of a unique task, whose lock this request may hold. */
  readonly unique?: string | undefined;
  /** W3C `traceparent`. */
  readonly trace?: string | undefined;
  /** How many tasks lie between this one and its root. */
  readonly hops: number;
}
