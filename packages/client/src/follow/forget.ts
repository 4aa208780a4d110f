import { CeleriacError, isFinal, type RecordChange, type TaskRecord } from "@celeriac/core";
import { type FollowedTask, nameOf } from "./followed-task.ts";
import { untilSettled } from "./until-settled.ts";

/**
 * Removes result, error and progress of a task that has ended; the record itself stays, so that duplicates stay harmless.
 * Forgetting twice is done once.
 * @throws {CeleriacError} `invalid-options` for a task that has not ended.
 */
export async function forgetTask(followed: FollowedTask): Promise<void> {
  const { ports, taskId } = followed;
  await untilSettled(ports, `${nameOf(followed)} could not be forgotten`, async () => {
    const record = await ports.store.read(taskId);
    if (record === undefined || !isFinal(record.state)) throw notEnded(followed, record);
    if (isForgotten(record)) return true;
    // Before the record: what a failed deletion leaves can still be found by it, and forgotten again.
    if (record.result?.kind === "stored") await ports.payloads.delete(record.result.key);
    const guard = { kind: "revision", revision: record.revision } as const;
    const { written } = await ports.store.update(taskId, guard, forgetting(ports.clock.now()));
    return written ? true : undefined;
  });
}

/** Long past by every clock: there is no result any more, which is not the same as a result that is `undefined`. */
const LONG_PAST = 0;

function forgetting(now: number): RecordChange {
  return {
    result: undefined,
    error: undefined,
    progress: undefined,
    resultExpiresAt: LONG_PAST,
    updatedAt: now,
  };
}

function isForgotten({ result, error, progress, resultExpiresAt }: TaskRecord): boolean {
  const empty = result === undefined && error === undefined && progress === undefined;
  return empty && resultExpiresAt === LONG_PAST;
}

function notEnded(followed: FollowedTask, record: TaskRecord | undefined): CeleriacError {
  const state = record?.state ?? "PENDING";
  return new CeleriacError(
    "invalid-options",
    `${nameOf(followed)} is ${state} and has nothing to forget yet: wait for its end, or revoke it`,
    { details: { taskId: followed.taskId, state } },
  );
}
