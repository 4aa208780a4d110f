import {
  CeleriacError,
  judgeLock,
  type LockStore,
  type ResolvedUnique,
  type UniqueLock,
} from "@celeriac/core";
import type { ClientPorts } from "../client-ports.ts";
import { untilSettled } from "../follow/until-settled.ts";
import { type PreparedTask, prepareTask, type TaskRequest } from "./prepared-task.ts";
import { asError, type StoreAnswer, storeTask } from "./store-task.ts";
import { timingOf } from "./timing.ts";

/** A request of a unique task. */
export interface UniqueRequest extends TaskRequest {
  readonly key: string;
  readonly unique: ResolvedUnique;
  readonly locks: LockStore;
}

/**
 * Stores a request of a unique task: the lock first, then the message, then that it was sent. A crash between leaves a
 * lock that says so: whoever meets it sends for its holder, and a second message of one task is harmless.
 */
export async function storeUnique(
  ports: ClientPorts,
  request: UniqueRequest,
  prepared: PreparedTask,
): Promise<StoreAnswer> {
  const lock = lockOf(request, prepared);
  let turn: Turn;
  try {
    const what = `task ${request.task.name} (${request.taskId}) could not lock its key`;
    turn = await untilSettled(ports, what, () => tryToHold(ports, request.locks, lock));
  } catch (cause) {
    // The lock may stand all the same, and the next request of the key then sends for this one.
    return { ok: false, error: asError(cause), uncertain: true };
  }
  if (turn.kind === "held") return sendAsHolder(ports, request, prepared);
  if (turn.kind === "send") {
    const sent = await send(ports, request, preparedFor(ports, request, turn.holder));
    if (!sent.ok) return sent;
  }
  return meeting(request, turn.holder);
}

type Turn =
  | { readonly kind: "held" }
  | { readonly kind: "send" | "join"; readonly holder: UniqueLock };

/** `undefined`: the lock changed hands meanwhile. A lost answer is recognised by the next try: the lock names my task. */
async function tryToHold(
  ports: ClientPorts,
  locks: LockStore,
  lock: UniqueLock,
): Promise<Turn | undefined> {
  const answer = await locks.acquire(lock);
  if (answer.acquired) return { kind: "held" };
  const { current } = answer;
  if (current === undefined) return undefined;
  const now = ports.clock.now();
  if (current.taskId === lock.taskId && !current.sent && now < current.until) {
    return { kind: "held" };
  }
  const decision = judgeLock(current, await ports.store.read(current.taskId), now);
  if (decision.kind !== "take") return { kind: decision.kind, holder: current };
  const taken = await locks.acquire(lock, current);
  return taken.acquired ? { kind: "held" } : undefined;
}

/**
 * A lock whose message could not be sent stays, also where that is certain: another request may be sending for its task by
 * then, and taking its lock away would let a third one in beside it.
 */
async function sendAsHolder(
  ports: ClientPorts,
  request: UniqueRequest,
  prepared: PreparedTask,
): Promise<StoreAnswer> {
  const sent = await send(ports, request, prepared);
  return sent.ok ? sent : { ...sent, uncertain: true };
}

async function send(
  ports: ClientPorts,
  request: UniqueRequest,
  prepared: PreparedTask,
): Promise<StoreAnswer> {
  const sent = await storeTask(ports, prepared);
  if (!sent.ok) return sent;
  try {
    await request.locks.confirm({ task: request.task.name, key: request.key }, prepared.taskId);
  } catch (error) {
    // The message is stored; a lock that does not say so costs a later request one more of it.
    const { taskId, task } = request;
    ports.logger.warn("the lock of a unique task could not be confirmed", {
      taskId,
      task: task.name,
      error,
    });
  }
  return sent;
}

function lockOf(request: UniqueRequest, { queue, timing }: PreparedTask): UniqueLock {
  const { task, key, taskId, now, unique } = request;
  return {
    task: task.name,
    key,
    taskId,
    sent: false,
    until: Math.max(now, timing.eta ?? 0) + unique.windowMs,
    queue,
    enqueuedAt: now,
    eta: timing.eta,
  };
}

/** My input as the holder's message: not before the holder's eta, and without an expiry that it may not have. */
function preparedFor(
  ports: ClientPorts,
  request: UniqueRequest,
  { taskId, enqueuedAt, eta }: UniqueLock,
): PreparedTask {
  const start = eta === undefined ? undefined : ({ kind: "at", ms: eta } as const);
  const timing = timingOf({ start, expires: undefined }, ports.clock.now());
  return prepareTask({ ...request, taskId, timing, now: enqueuedAt });
}

function meeting(request: UniqueRequest, holder: UniqueLock): StoreAnswer {
  const { taskId, queue, enqueuedAt, eta } = holder;
  if (taskId === request.taskId) return { ok: true };
  if (request.unique.onRepeat === "join") {
    return { ok: true, joined: { taskId, origin: { queue, enqueuedAt, eta } } };
  }
  const error = new CeleriacError(
    "already-enqueued",
    `task ${taskId} of the same unique key is under way; wait for it, or let unique.onRepeat be "join"`,
    { details: { holder: taskId } },
  );
  return { ok: false, error, uncertain: false };
}
