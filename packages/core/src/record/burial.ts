import { newGenerationChange } from "./claim.ts";
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
    ...(as === "FAILURE" ? { reason: "worker-lost", error: workerLost(current) } : {}),
  };
}

function workerLost(current: TaskRecord): { name: string; message: string; code: string } {
  const where = current.host === undefined ? "" : `, last on ${current.host}`;
  return {
    name: "WorkerLostError",
    code: "worker-lost",
    message: `the process that ran it ended without a word ${current.attempts} times${where}`,
  };
}

/** What declares a task that was not started in time EXPIRED; written where a claim would be allowed. */
export function expiryChange(now: number): RecordChange {
  return { state: "EXPIRED", finishedAt: now, updatedAt: now, removeAfter: removalTime(now) };
}
