import type { FailureReason, OutcomeCommon, TaskOutcome, TaskRecord } from "@celeriac/core";
import type { FollowedTask } from "./followed-task.ts";
import { readResult } from "./read-result.ts";

/**
 * Says what is known of a task at this moment: one read of its record, and one of its result where that is stored apart.
 * @throws {CeleriacError} when the store could not be asked, or `invalid-output` when the output schema refuses what is
 * stored.
 */
export async function readOutcome<Result>(followed: FollowedTask): Promise<TaskOutcome<Result>> {
  const record = await followed.ports.store.read(followed.taskId);
  if (record === undefined) {
    const { taskId, task, origin } = followed;
    const { queue, enqueuedAt } = origin ?? { queue: undefined, enqueuedAt: undefined };
    return pending({ taskId, task: task.name, queue, enqueuedAt });
  }
  const common = commonOf(record);
  const shown = isShown(record, followed.ports.clock.now());
  switch (record.state) {
    case "STARTED":
    case "RETRY":
    case "REVOKED":
    case "EXPIRED":
      return { ...common, state: record.state };
    case "FAILURE":
      return {
        ...common,
        state: "FAILURE",
        reason: record.reason ?? UNTOLD,
        error: shown ? record.error : undefined,
      };
    case "SUCCESS": {
      const result = shown ? await readResult<Result>(followed, record.result) : undefined;
      return {
        ...common,
        state: "SUCCESS",
        result: result?.value,
        resultAvailable: result !== undefined,
      };
    }
  }
}

// A failure is always written with its reason; a record that lost it still failed.
const UNTOLD: FailureReason = "error";

/** The store deletes late, so that what has expired is decided here. */
function isShown(record: TaskRecord, now: number): boolean {
  return record.resultExpiresAt === undefined || now < record.resultExpiresAt;
}

/** What is recorded of a task, but for how it ended; without a record, what its sender knows. */
export function summaryOf(record: TaskRecord | undefined, sent: SentTask): OutcomeCommon {
  return record === undefined ? pending(sent) : commonOf(record);
}

/** What is known of a request before there is a record. */
type SentTask = Pick<OutcomeCommon, "taskId" | "task" | "queue" | "enqueuedAt">;

function pending({
  taskId,
  task,
  queue,
  enqueuedAt,
}: SentTask): OutcomeCommon & { readonly state: "PENDING" } {
  return {
    taskId,
    task,
    state: "PENDING",
    generation: 0,
    attempts: 0,
    progress: undefined,
    lastError: undefined,
    nextAttemptAt: undefined,
    revokeRequested: false,
    queue,
    host: undefined,
    lost: [],
    redrives: [],
    enqueuedAt,
    startedAt: undefined,
    finishedAt: undefined,
  };
}

/** What a record says of a task, but for how it ended. */
export function commonOf(record: TaskRecord): OutcomeCommon {
  const retrying = record.state === "RETRY";
  return {
    taskId: record.taskId,
    task: record.task,
    state: record.state,
    generation: record.generation,
    attempts: record.attempts,
    progress: record.progress,
    lastError: retrying ? record.error : undefined,
    nextAttemptAt: retrying ? record.nextAttemptAt : undefined,
    revokeRequested: record.revokeRequested,
    queue: record.queue,
    host: record.host,
    lost: record.lost ?? [],
    redrives: record.redrives ?? [],
    enqueuedAt: record.enqueuedAt,
    startedAt: record.startedAt,
    finishedAt: record.finishedAt,
  };
}
