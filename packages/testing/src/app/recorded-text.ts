import type { FailureError, TaskRecord } from "@celeriac/core";
import { showLength } from "./show-length.ts";
import { showValue } from "./show-value.ts";

/** What a write changed, in words; `undefined` for one that only keeps an attempt alive. */
export function recordedText(
  before: TaskRecord | undefined,
  after: TaskRecord,
  at: number,
): string | undefined {
  if (before === undefined || isTransition(before, after)) return transition(before, after, at);
  if (after.revokeRequested && !before.revokeRequested) return "that it was asked to stop";
  if (after.progress !== before.progress) return `progress ${showValue(after.progress)}`;
  return undefined;
}

function isTransition(before: TaskRecord, after: TaskRecord): boolean {
  return (
    before.state !== after.state ||
    before.attempts !== after.attempts ||
    before.generation !== after.generation
  );
}

function transition(before: TaskRecord | undefined, after: TaskRecord, at: number): string {
  const { state, attempts, reason, error } = after;
  switch (state) {
    case "STARTED": {
      const wasLost = (after.lost?.length ?? 0) > (before?.lost?.length ?? 0);
      return `STARTED, attempt ${attempts}${wasLost ? ", since the one before was lost" : ""}`;
    }
    case "RETRY":
      return `RETRY${colon(error)}; next attempt in ${showLength(after.nextAttemptAt - at)}`;
    case "SUCCESS":
      return after.result?.kind === "inline"
        ? `SUCCESS: ${showValue(after.result.value)}`
        : "SUCCESS";
    case "FAILURE":
      return `FAILURE, reason ${reason ?? "error"}${colon(error)}`;
    case "REVOKED":
    case "EXPIRED":
      return state;
  }
}

function colon(error: FailureError | undefined): string {
  return error === undefined ? "" : `: ${error.name}: ${error.message}`;
}
