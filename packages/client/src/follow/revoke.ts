import {
  ENVELOPE_VERSION,
  type Envelope,
  encodeEnvelope,
  judgeRevoke,
  type RevokeAnswer,
  revokedRecord,
  SQS_MAX_DELAY_SECONDS,
  type TaskRecord,
} from "@celeriac/core";
import { type FollowedTask, nameOf } from "./followed-task.ts";
import { untilSettled } from "./until-settled.ts";

/**
 * Keeps a task from starting again. Once it answers "revoked" that is stored; what follows (a kick, so that a host takes
 * note now, and the end of its schedule) is done as well as it can be, and its trouble is logged.
 * @throws {CeleriacError} when it is not known whether the revoke is stored: revoke again.
 */
export async function revokeTask(followed: FollowedTask): Promise<RevokeAnswer> {
  const what = `${nameOf(followed)} could not be revoked`;
  const revoked = await untilSettled(followed.ports, what, () => tryToRevoke(followed));
  if (revoked.answer === "revoked") await wrapUp(followed, revoked.record);
  return revoked.answer;
}

type Revoked =
  /** `record` is known to be stored. */
  | { readonly answer: "revoked"; readonly record: TaskRecord }
  | { readonly answer: "requested" | "too-late" };

/** Reads and writes once. `undefined`: somebody else wrote in between. A lost answer is recognised by the next read. */
async function tryToRevoke(followed: FollowedTask): Promise<Revoked | undefined> {
  const { ports, taskId, task, origin } = followed;
  const now = ports.clock.now();
  const current = await ports.store.read(taskId);
  const decision = judgeRevoke(current, now);
  if (current === undefined || decision.kind === "insert") {
    const record = revokedRecord(unsentEnvelope(followed, now), origin?.queue ?? task.queue, now);
    const { written } = await ports.store.insert(record);
    return written ? { answer: "revoked", record } : undefined;
  }
  if (decision.kind === "answer") return revokedAs(decision.answer, current);
  const guard = { kind: "revision", revision: current.revision } as const;
  const { written } = await ports.store.update(taskId, guard, decision.change);
  return written ? revokedAs(decision.answer, { ...current, ...decision.change }) : undefined;
}

function revokedAs(answer: RevokeAnswer, record: TaskRecord): Revoked {
  return answer === "revoked" ? { answer, record } : { answer };
}

/** What stands for a message that nobody has received yet. With its eta, the record outlives the message. */
function unsentEnvelope({ task, taskId, origin }: FollowedTask, now: number): Envelope {
  return {
    version: ENVELOPE_VERSION,
    taskId,
    task: task.name,
    generation: 0,
    enqueuedAt: origin?.enqueuedAt ?? now,
    eta: origin?.eta,
    hops: 0,
  };
}

async function wrapUp(followed: FollowedTask, record: TaskRecord): Promise<void> {
  const { ports, task, taskId } = followed;
  // An untracked task's first delivery runs without a look at its record: a kick could run it.
  if (!task.ignoreResult && !(await kick(followed, record))) return;
  if (!mayBeScheduled(followed, record)) return;
  try {
    await ports.schedules.deleteOneShot(taskId);
  } catch (error) {
    // The record keeps the task from running; the schedule only costs one message.
    ports.logger.warn("the schedule of a revoked task could not be deleted", { taskId, error });
  }
}

/**
 * Sends the revoked generation's message once more, without an input and without anything to wait for: it meets the
 * record, cannot run, and has its host do now what follows a task's end.
 */
async function kick({ ports, taskId }: FollowedTask, record: TaskRecord): Promise<boolean> {
  const body = encodeEnvelope({
    version: ENVELOPE_VERSION,
    taskId,
    task: record.task,
    generation: record.state === "FAILURE" ? record.generation + 1 : record.generation,
    enqueuedAt: record.enqueuedAt,
    workflow: record.workflow,
    rootId: record.rootId,
    parentId: record.parentId,
    tenant: record.tenant,
    tags: record.tags,
    hops: 0,
  });
  const answer = await ports.sender.send(record.queue, { body, group: record.tenant });
  if (answer.ok) return true;
  // Its own message, at the latest that of its schedule, does the same later.
  ports.logger.warn("a revoked task's hosts could not be told at once", {
    taskId,
    error: answer.error,
  });
  return false;
}

/** A one-shot schedule is left only of what was never delivered, and never made for what SQS itself can delay. */
function mayBeScheduled({ origin }: FollowedTask, record: TaskRecord): boolean {
  if (record.state !== "REVOKED" || record.attempts > 0) return false;
  if (origin === undefined) return true;
  if (origin.eta === undefined) return false;
  return origin.eta - origin.enqueuedAt > SQS_MAX_DELAY_SECONDS * 1000;
}
