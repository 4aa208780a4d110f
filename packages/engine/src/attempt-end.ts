import {
  type AttemptEnd,
  CeleriacError,
  decideRetry,
  type FailureReason,
  type ResolvedTask,
  type TaskRecord,
  toFailureError,
} from "@celeriac/core";
import type { HandlerEnd } from "./attempt.ts";
import type { EnginePorts } from "./engine-options.ts";

/** The wait before a task is tried again whose input or result could not be fetched or stored, ms. */
const UNAVAILABLE_WAIT_MS = 10_000;

/** What an attempt's end is recorded as, decided from how its handler ended; `undefined` when the lease or the process was lost. */
export function judgeEnd(
  ports: EnginePorts,
  task: ResolvedTask,
  claimed: Pick<TaskRecord, "attempts" | "excused" | "firstStartedAt">,
  end: HandlerEnd,
): AttemptEnd | undefined {
  const now = ports.clock.now();
  if (end.kind === "returned") return judgeReturn(ports, task, claimed, end);
  if (end.kind === "threw") return judgeError(ports, task, claimed, end.error);
  switch (end.why) {
    case "lease-lost":
    case "worker-lost":
      return undefined;
    case "revoke-requested":
      return { state: "REVOKED" };
    case "shutting-down":
      return { state: "RETRY", nextAttemptAt: now, error: undefined, excused: true };
    case "time-limit":
      return judgeError(ports, task, claimed, timeLimitError(task));
  }
}

function judgeReturn(
  ports: EnginePorts,
  task: ResolvedTask,
  claimed: Pick<TaskRecord, "attempts" | "excused" | "firstStartedAt">,
  end: HandlerEnd & { readonly kind: "returned" },
): AttemptEnd {
  const resultExpiresAt = ports.clock.now() + task.resultExpiresMs;
  const { output } = end;
  switch (output.kind) {
    case "ready":
      return { state: "SUCCESS", result: output.result, resultExpiresAt };
    case "invalid":
      return failure(ports, task, "invalid-output", output.error);
    case "unavailable":
      return judgeError(ports, task, claimed, output.error);
  }
}

/** An error goes by the task's retry policy. */
function judgeError(
  ports: EnginePorts,
  task: ResolvedTask,
  claimed: Pick<TaskRecord, "attempts" | "excused" | "firstStartedAt">,
  error: unknown,
): AttemptEnd {
  const now = ports.clock.now();
  const decision = decideRetry({
    policy: task.retry,
    error,
    countedAttempts: claimed.attempts - claimed.excused,
    firstStartedAt: claimed.firstStartedAt ?? now,
    now,
    random: ports.random.next(),
  });
  if (decision.retry || decision.snooze) {
    return {
      state: "RETRY",
      nextAttemptAt: now + decision.delayMs,
      error: toFailureError(decision.error),
      excused: decision.snooze,
    };
  }
  if (decision.predicateError !== undefined) {
    ports.logger.error("the retry policy's `on` threw: the error is not tried again", {
      task: task.name,
      error: toFailureError(decision.predicateError),
    });
  }
  return failure(ports, task, decision.reason, decision.error);
}

/** A failure that no further attempt could change. */
export function failure(
  ports: EnginePorts,
  task: Pick<ResolvedTask, "resultExpiresMs"> | undefined,
  reason: FailureReason,
  error: unknown,
): AttemptEnd {
  const keptMs = task?.resultExpiresMs ?? DEFAULT_KEPT_MS;
  return {
    state: "FAILURE",
    reason,
    error: toFailureError(error),
    resultExpiresAt: ports.clock.now() + keptMs,
  };
}

/** How long the error of a task that nobody knows is shown, ms: 7 days, as a result. */
const DEFAULT_KEPT_MS = 7 * 86_400_000;

/** Not an attempt: something around the task could not be reached. */
export function unavailable(ports: EnginePorts, error: unknown): AttemptEnd {
  return {
    state: "RETRY",
    nextAttemptAt: ports.clock.now() + UNAVAILABLE_WAIT_MS,
    error: toFailureError(error),
    excused: true,
  };
}

function timeLimitError(task: ResolvedTask): CeleriacError {
  const limit = task.timeLimitMs === undefined ? "its host's" : `its ${task.timeLimitMs} ms`;
  return new CeleriacError(
    "time-limit",
    `${task.name} was still running at ${limit} time limit: the attempt was ended`,
    { retryable: true },
  );
}
