import type { Duration } from "../duration.ts";
import type { FailureError, FailureReason } from "../record/failure.ts";
import type { LostAttempt } from "../record/lost-attempt.ts";
import type { RedriveMark } from "../record/redrive-mark.ts";
import type { TaskState } from "../record/task-state.ts";

/** What is known of a task, by its state. */
export type TaskOutcome<Result> = OutcomeCommon &
  (
    | { readonly state: "PENDING" }
    | { readonly state: "STARTED" | "RETRY" }
    /** `result` is `undefined` when it has expired or was forgotten: then `resultAvailable` is false. */
    | {
        readonly state: "SUCCESS";
        readonly result: Result | undefined;
        readonly resultAvailable: boolean;
      }
    | {
        readonly state: "FAILURE";
        readonly reason: FailureReason;
        readonly error: FailureError | undefined;
      }
    | { readonly state: "REVOKED" | "EXPIRED" }
  );

export interface OutcomeCommon {
  readonly taskId: string;
  readonly task: string;
  readonly state: TaskState;
  readonly generation: number;
  readonly attempts: number;
  /** The last value given to `ctx.progress`. */
  readonly progress: unknown;
  /** In RETRY: the error of the last attempt, and when the next one may start (epoch ms). */
  readonly lastError: FailureError | undefined;
  readonly nextAttemptAt: number | undefined;
  readonly revokeRequested: boolean;
  readonly queue: string | undefined;
  /** The process that ran the last attempt. */
  readonly host: string | undefined;
  /** Attempts of this generation whose process ended without a word: the last few, oldest first. */
  readonly lost: readonly LostAttempt[];
  /** How often, when and how it was redriven: the last ones, oldest first, each since its first attempt. */
  readonly redrives: readonly RedriveMark[];
  readonly enqueuedAt: number | undefined;
  readonly startedAt: number | undefined;
  readonly finishedAt: number | undefined;
}

/** `too-late`: the task had ended; nothing was changed. `requested`: it runs, and was told to stop. */
export type RevokeAnswer = "revoked" | "requested" | "too-late";

export interface WaitOptions {
  /** How long to wait. @defaultValue "5m" */
  readonly timeout?: Duration;
  readonly signal?: AbortSignal;
}

/** Follows one task. Made from an enqueue, or from an id alone: `client.handle(task, taskId)`. */
export interface TaskHandle<Result> {
  readonly taskId: string;
  /** A unique task was asked for while another request of its key was under way: this is that one's handle. */
  readonly joined: boolean;
  /**
   * Waits for the end and answers the result, parsed by the output schema.
   * @throws {CeleriacError} `task-failed` (with the failure as cause and in `details`), `task-revoked`, `task-expired`,
   * `result-timeout`, `result-expired`.
   */
  result(options?: WaitOptions): Promise<Result>;
  /** What is known at this moment; never throws for the task's own failure. */
  outcome(): Promise<TaskOutcome<Result>>;
  /** Yields the outcome each time state, attempts, progress or a revoke request have changed, ending with the final one. */
  updates(options?: WaitOptions): AsyncIterableIterator<TaskOutcome<Result>>;
  /**
   * Keeps the task from starting again; a running attempt has its signal aborted at its next heartbeat.
   * After `"revoked"` or `"requested"` no new attempt starts.
   */
  revoke(): Promise<RevokeAnswer>;
  /** Removes result, error and progress. The record itself stays, so that duplicates stay harmless. */
  forget(): Promise<void>;
}
