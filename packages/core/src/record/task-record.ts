import type { Payload, StoredPayload } from "../envelope/payload.ts";
import type { FailureError, FailureReason } from "./failure.ts";
import type { LostAttempt } from "./lost-attempt.ts";
import type { RedriveMark } from "./redrive-mark.ts";
import type { RecordedState } from "./task-state.ts";

/**
 * What is stored of one task. Every write is conditional, either on `revision` (for whoever is not the owner)
 * or on `owner`, `generation` and STARTED (for the owner).
 */
export interface TaskRecord {
  readonly taskId: string;
  readonly task: string;
  readonly queue: string;
  readonly state: RecordedState;
  readonly generation: number;
  /** Raised by one with every write. */
  readonly revision: number;
  /** Attempts started in this generation. */
  readonly attempts: number;
  /** Attempts of this generation that do not count against a limit: snoozed, drained, handed over. */
  readonly excused: number;
  /** Attempts of this generation whose process ended without a word: the last few, oldest first. */
  readonly lost?: readonly LostAttempt[] | undefined;
  /** The last attempt that may be lost was started beside others: its loss may be their doing, and one more is due. */
  readonly shared?: boolean | undefined;
  /** The last redrives of the task, oldest first. */
  readonly redrives?: readonly RedriveMark[] | undefined;
  /** The fencing token of the last attempt; empty when none was started. */
  readonly owner: string;
  /** The owner may go unheard until this instant, epoch ms. 0 when nobody owns it. */
  readonly leaseUntil: number;
  /** In RETRY: no attempt before this instant, epoch ms. Otherwise 0. */
  readonly nextAttemptAt: number;
  /** Somebody asked a running task to stop. */
  readonly revokeRequested: boolean;
  /** A generation that may not start: set when a failed task is revoked. */
  readonly revokedGeneration?: number | undefined;
  /** The generation that the dead-letter copy carries, once it was sent. */
  readonly deadLetteredGeneration?: number | undefined;
  readonly reason?: FailureReason | undefined;
  readonly error?: FailureError | undefined;
  readonly result?: Payload | undefined;
  /** After this instant (epoch ms) the result and the error are not shown any more. */
  readonly resultExpiresAt?: number | undefined;
  /** The last value given to `ctx.progress`. */
  readonly progress?: unknown;
  /** Where the input lies, when it was too large to travel. */
  readonly input?: StoredPayload | undefined;
  /** A short, redacted rendering of the input. */
  readonly inputPreview?: string | undefined;
  /** Which process ran the last attempt. */
  readonly host?: string | undefined;
  readonly enqueuedAt: number;
  /** Start of the last attempt, epoch ms. */
  readonly startedAt?: number | undefined;
  /** Start of the first attempt of this generation, epoch ms: what a retry policy's total time counts from. */
  readonly firstStartedAt?: number | undefined;
  readonly finishedAt?: number | undefined;
  readonly rootId?: string | undefined;
  readonly parentId?: string | undefined;
  readonly workflow?: { readonly id: string; readonly node: string } | undefined;
  readonly tenant?: string | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
  /** Epoch ms of the last write. */
  readonly updatedAt: number;
  /** The store may drop the record after this instant, epoch ms; a record still there counts. */
  readonly removeAfter: number;
}

/** A change to a record: the fields to set; `undefined` clears a field. `revision` is raised by the store. */
export type RecordChange = Partial<Omit<TaskRecord, "taskId" | "revision">>;
