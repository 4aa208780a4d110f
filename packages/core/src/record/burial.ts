import { newGenerationChange } from "./claim.ts";
import { type LostAttempt, withLastLost } from "./lost-attempt.ts";
import { removalTime } from "./retention.ts";
import type { RecordChange, TaskRecord } from "./task-record.ts";

/**
 * What ends an attempt whose owner died and that may not start again (REVOKED, or FAILURE `worker-lost`), or what
 * keeps a revoked generation from starting. Written on condition that nothing was written since `current` was read.
 */
export function burialChange(
  current: TaskRecord,
  generation: number,
  as: "REVOKED" | "FAILURE",
  now: number,
): RecordChange {
  return {
    ...(generation === current.generation ? {} : newGenerationChange(generation)),
    state: as,
    finishedAt: now,
    updatedAt: now,
    removeAfter: removalTime(now),
    ...(as === "FAILURE" ? lossOf(current) : {}),
  };
}

function lossOf(current: TaskRecord): RecordChange {
  const lost = withLastLost(current);
  const message =
    `the process that ran it ended without a word at ${lost.map(describe).join(", ")}; ` +
    `attempts in all: ${current.attempts}`;
  const error = { name: "WorkerLostError", code: "worker-lost", message };
  return { reason: "worker-lost", error, lost };
}

function describe({ attempt, host }: LostAttempt): string {
  return host === undefined ? `attempt ${attempt}` : `attempt ${attempt} on ${host}`;
}

/** What declares a task that was not started in time EXPIRED; written where a claim would be allowed. */
export function expiryChange(now: number): RecordChange {
  return { state: "EXPIRED", finishedAt: now, updatedAt: now, removeAfter: removalTime(now) };
}
