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

/** What is known of a task in every state. */
export interface OutcomeCommon {
  readonly taskId: string;
  /** The task's name. */
  readonly task: string;
  readonly state: TaskState;
  /** 0, and one more after each redrive that has started. */
  readonly generation: number;
  /** Attempts started in this generation: those too that do not count towards `maxRetries`. */
  readonly attempts: number;
  /** The last value given to `ctx.progress`; `undefined` without one, or once forgotten. */
  readonly progress: unknown;
  /** In RETRY: the error of the last attempt. */
  readonly lastError: FailureError | undefined;
  /** In RETRY: when the next attempt may start, epoch ms. */
  readonly nextAttemptAt: number | undefined;
  /** A revoke came while it ran. */
  readonly revokeRequested: boolean;
  /** The queue's name in the app; `undefined` where a task that is PENDING is followed by its id alone. */
  readonly queue: string | undefined;
  /** The process that ran the last attempt. */
  readonly host: string | undefined;
  /** Attempts of this generation whose process ended without a word: the last few, oldest first. */
  readonly lost: readonly LostAttempt[];
  /** How often, when and how it was redriven: the last ones, oldest first, each since its first attempt. */
  readonly redrives: readonly RedriveMark[];
  /** When it was enqueued, epoch ms by its sender's clock. */
  readonly enqueuedAt: number | undefined;
  /** When its last attempt started, epoch ms. */
  readonly startedAt: number | undefined;
  /** When it came to its final state, epoch ms. */
  readonly finishedAt: number | undefined;
}

/** `too-late`: the task had ended; nothing was changed. `requested`: it runs, and was told to stop. */
export type RevokeAnswer = "revoked" | "requested" | "too-late";

/** How long `result` and `updates` wait. */
export interface WaitOptions {
  /** How long to wait; then `result-timeout`, while the task goes on. `"0s"` looks once. @defaultValue "5m" */
  readonly timeout?: Duration;
  /** Ends the waiting, by its own reason; the task goes on. */
  readonly signal?: AbortSignal;
  /**
   * The failure of an earlier generation is no end: for whoever waits for what a redrive has sent, which stays without a
   * trace in the record until its first attempt. `Redriven` says it; 1 is the first redrive's. A whole number. @defaultValue 0
   */
  readonly generation?: number;
}

/** Follows one task. Made from an enqueue, or from an id alone: `client.handle(task, taskId)`. */
export interface TaskHandle<Result> {
  readonly taskId: string;
  /** A unique task was asked for while another request of its key was under way: this is that one's handle. */
  readonly joined: boolean;
  /**
   * Waits for the end and answers the result, parsed by the output schema.
   * @throws {CeleriacError} `task-failed` (with the failure as cause and in `details`), `task-revoked`, `task-expired`,
   * `result-timeout`, `result-expired`, `invalid-output` for what the output schema of today refuses, `invalid-options` for a
   * task with `ignoreResult`, or AWS's trouble that is not worth repeating.
   */
  result(options?: WaitOptions): Promise<Result>;
  /**
   * What is known at this moment: one read of the record. Never throws for the task's own failure.
   * @throws {CeleriacError} AWS's trouble; `invalid-output` for a stored result that the output schema refuses.
   */
  outcome(): Promise<TaskOutcome<Result>>;
  /**
   * Yields the outcome each time state, attempts, progress or a revoke request have changed, ending with the final one. Two
   * changes between two reads are one. Leaving the loop ends the reads.
   * @throws {CeleriacError} as `result`, but for the task's own end.
   */
  updates(options?: WaitOptions): AsyncIterableIterator<TaskOutcome<Result>>;
  /**
   * Keeps the task from starting again; a running attempt has its signal aborted at its next heartbeat.
   * After `"revoked"` or `"requested"` no new attempt starts.
   * @throws {CeleriacError} when it is not known whether the revoke is stored: revoke again.
   */
  revoke(): Promise<RevokeAnswer>;
  /**
   * Removes result, error and progress, and a large result's object. The record itself stays, so that duplicates stay harmless.
   * @throws {CeleriacError} `invalid-options` for a task that has not ended.
   */
  forget(): Promise<void>;
}
