import type { Payload } from "../envelope/payload.ts";
import type { FailureError, FailureReason } from "./failure.ts";
import { removalTime } from "./retention.ts";
import type { RecordChange, TaskRecord } from "./task-record.ts";

/** How an attempt ended. */
export type AttemptEnd =
  | {
      readonly state: "SUCCESS";
      readonly result: Payload | undefined;
      readonly resultExpiresAt: number;
    }
  | {
      readonly state: "FAILURE";
      readonly reason: FailureReason;
      readonly error: FailureError;
      readonly resultExpiresAt: number;
    }
  | {
      readonly state: "RETRY";
      readonly nextAttemptAt: number;
      readonly error: FailureError | undefined;
      /** Snoozed, drained, handed over: not an attempt that counts. */
      readonly excused: boolean;
    }
  | { readonly state: "REVOKED" };

/** What the end of an attempt writes. `claimed` is the record as the claim left it. */
export function completionChange(
  claimed: TaskRecord,
  end: AttemptEnd,
  now: number,
  progress: { readonly value: unknown } | undefined,
): RecordChange {
  const common: RecordChange = {
    state: end.state,
    updatedAt: now,
    removeAfter: removalTime(now),
    ...(progress === undefined ? {} : { progress: progress.value }),
  };
  switch (end.state) {
    case "RETRY":
      return {
        ...common,
        nextAttemptAt: end.nextAttemptAt,
        error: end.error,
        excused: claimed.excused + (end.excused ? 1 : 0),
      };
    case "SUCCESS":
      return {
        ...common,
        result: end.result,
        resultExpiresAt: end.resultExpiresAt,
        finishedAt: now,
        ...(claimed.error === undefined ? {} : { error: undefined }),
      };
    case "FAILURE":
      return {
        ...common,
        reason: end.reason,
        error: end.error,
        resultExpiresAt: end.resultExpiresAt,
        finishedAt: now,
      };
    case "REVOKED":
      return { ...common, finishedAt: now };
  }
}

/** What a refused completion means. */
export type CompletionRefusal =
  /** My own write stands: its answer was lost. */
  | { readonly kind: "done"; readonly current: TaskRecord }
  /** Mine still, but a revoke flag stands: end as REVOKED. */
  | { readonly kind: "revoke" }
  /** Another owner's, another generation's, or gone: drop what was computed, leave the message alone. */
  | { readonly kind: "lost" };

/** Judges a refused completion from what stands there. */
export function judgeRefusedCompletion(
  current: TaskRecord | undefined,
  claimed: Pick<TaskRecord, "owner" | "generation">,
  wanted: AttemptEnd["state"],
): CompletionRefusal {
  if (current === undefined) return { kind: "lost" };
  if (current.owner !== claimed.owner || current.generation !== claimed.generation) {
    return { kind: "lost" };
  }
  if (current.state === wanted || current.state === "REVOKED") return { kind: "done", current };
  if (current.state === "STARTED" && current.revokeRequested) return { kind: "revoke" };
  return { kind: "lost" };
}
