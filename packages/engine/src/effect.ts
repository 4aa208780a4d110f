import {
  CeleriacError,
  type Effect,
  type EffectAnswer,
  type Payload,
  RejectError,
  type ResolvedTask,
  SnoozeError,
  type TaskRecord,
} from "@celeriac/core";
import { effectKey } from "./effect-key.ts";
import type { Job } from "./job.ts";
import type { LeaseTerms } from "./lease.ts";
import { type OutputAnswer, storeText } from "./output.ts";
import { patiently } from "./patience.ts";

/** An effect stays reserved this much longer than its task's next attempt is due, ms. */
const RESERVED_FOR_MS = 60_000;

/** A task that waits for another one's effect asks again after these, ms: doubled each time, up to the longest. */
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 30_000;

/** However short a window is, a task waits for another one's effect at least this long before it is refused, ms. */
const LEAST_PATIENCE_MS = 900_000;

/** The store could not be asked who has the effect: not an attempt, tried again after this. */
const STORE_UNAVAILABLE_WAIT = "10s";

/** What an attempt does with the effect that its task's idempotency key names. */
export interface EffectHold {
  /**
   * Runs the handler, unless the effect has happened. `run` answers its checked output.
   * @throws what `run` throws; RejectError for a refusal; SnoozeError when another task is at it.
   */
  perform(run: () => Promise<OutputAnswer>): Promise<OutputAnswer>;
  /** Extends the hold with the attempt's own lease; false when another attempt has the effect. */
  keep(): Promise<boolean>;
  /** The attempt is over: what its handler still does counts for nothing. */
  close(): void;
  /** Keeps the effect for the task's next attempt at that instant. Never throws: the lease ends by itself. */
  reserve(nextAttemptAt: number): Promise<void>;
}

export interface EffectOrder {
  readonly job: Job;
  readonly task: ResolvedTask;
  readonly claimed: TaskRecord;
  readonly terms: LeaseTerms;
  /** The parsed input, and as it travelled. */
  readonly input: { readonly value: unknown; readonly wire: unknown };
}

/** The hold of an attempt; `undefined` for a task without idempotency. */
export function createEffectHold(order: EffectOrder): EffectHold | undefined {
  const { job, task, claimed } = order;
  const { effects } = job.context.ports;
  const { idempotency } = task;
  if (idempotency === undefined || effects === undefined) return undefined;
  let held: Effect | undefined;
  let closed = false;

  const performHeld = async (
    effect: Effect,
    run: () => Promise<OutputAnswer>,
  ): Promise<Payload | undefined> => {
    if (closed) throw tooLate();
    held = effect;
    const output = await run();
    if (output.kind !== "ready") throw new Unready(output);
    return output.result;
  };

  return {
    perform: async (run) => {
      const key = effectKey(task, idempotency, order.input.value);
      const effect: Effect = {
        ...{ task: task.name, key, input: order.input.wire, windowMs: idempotency.windowMs },
        ...{ taskId: claimed.taskId, generation: claimed.generation, attempt: claimed.attempts },
        ...{ owner: job.owner, leaseMs: order.terms.leaseMs },
      };
      let answer: EffectAnswer;
      try {
        answer = await effects.once(effect, () => performHeld(effect, run));
      } catch (error) {
        if (error instanceof Unready) return error.output;
        if (held !== undefined || closed) throw error;
        job.logger.warn("nobody could say who has the task's idempotency key", { error });
        const message = "the store of idempotency keys could not be asked";
        throw new SnoozeError({ delay: STORE_UNAVAILABLE_WAIT, message });
      }
      return judgeAnswer(order, answer);
    },
    keep: async () => held === undefined || effects.extend(held),
    close: () => {
      closed = true;
    },
    reserve: async (nextAttemptAt) => {
      const { ports } = job.context;
      const effect = held;
      if (effect === undefined) return;
      const reserved = await patiently(ports, () =>
        effects.reserve(effect, nextAttemptAt + RESERVED_FOR_MS),
      );
      if (reserved.ok) return;
      job.logger.warn("the task's idempotency key is not kept for its next attempt", {
        error: reserved.error,
      });
    },
  };
}

/** Carries an output that is no effect past the guard, which keeps what is returned only. */
class Unready extends Error {
  readonly output: OutputAnswer;

  constructor(output: OutputAnswer) {
    super("the handler's output is not ready");
    this.output = output;
  }
}

async function judgeAnswer(order: EffectOrder, answer: EffectAnswer): Promise<OutputAnswer> {
  const { job, task, claimed } = order;
  switch (answer.kind) {
    case "performed":
      if (!answer.kept) {
        job.logger.error("the task's idempotency key could not be marked as done", {
          error: answer.error,
        });
      }
      return { kind: "ready", result: answer.result };
    case "repeated":
      if (answer.by === claimed.taskId) return { kind: "ready", result: answer.result };
      if (task.idempotency?.onRepeat === "reject") throw repeated(task, answer.by);
      job.logger.info("another task had done it: its result is taken", { by: answer.by });
      return ownResult(order, answer.result, answer.by);
    case "held":
      if (task.idempotency?.onRepeat === "reject") throw repeated(task, answer.by);
      throw waiting(order, answer);
    case "conflict":
      throw new RejectError(
        `task ${answer.by} has the idempotency key of this task, ${claimed.taskId}, with another input: give different inputs of ${task.name} different keys`,
        { cause: new CeleriacError("idempotency-conflict", `the key is that of ${answer.by}`) },
      );
    case "lost":
      throw new SnoozeError({
        delay: "1s",
        message: "another attempt has the task's idempotency key: what this one did was dropped",
      });
  }
}

function repeated(task: ResolvedTask, by: string): RejectError {
  return new RejectError(
    `task ${by} has the same idempotency key, and ${task.name} rejects repeats`,
    {
      cause: new CeleriacError("idempotency-repeated", `the key is that of ${by}`),
    },
  );
}

/** Another task is at it: comes back when that may have ended, at the latest when its lease is over. */
function waiting(
  { job, task, claimed }: EffectOrder,
  { by, waitMs }: EffectAnswer & { readonly kind: "held" },
): Error {
  const now = job.context.ports.clock.now();
  const waitedMs = now - (claimed.firstStartedAt ?? now);
  if (waitedMs > Math.max(task.idempotency?.windowMs ?? 0, LEAST_PATIENCE_MS)) {
    const seconds = Math.round(waitedMs / 1000);
    return new RejectError(
      `task ${by} has the same idempotency key and has not ended for ${seconds} s: look at it, then redrive this one`,
    );
  }
  const delayMs = Math.min(waitMs, FIRST_WAIT_MS * 2 ** Math.min(claimed.excused, 5));
  return new SnoozeError({
    delay: `${Math.ceil(Math.min(delayMs, LONGEST_WAIT_MS))}ms`,
    message: `task ${by} has the same idempotency key and is at it: this one waits for its result`,
  });
}

/** A large result is stored anew under this task's own name: the other task's may be forgotten. */
async function ownResult(
  { job, claimed, task }: EffectOrder,
  result: Payload | undefined,
  by: string,
): Promise<OutputAnswer> {
  if (result?.kind !== "stored") return { kind: "ready", result };
  const { ports } = job.context;
  const fetched = await patiently(ports, () => ports.payloads.get(result.key));
  if (!fetched.ok) return { kind: "unavailable", error: fetched.error };
  if (fetched.value === undefined) {
    throw new RejectError(
      `${task.name} was done by task ${by} under the same idempotency key, but its result was deleted`,
      { cause: new CeleriacError("payload-missing", `${result.key} is not in the payload store`) },
    );
  }
  return storeText(ports, { taskId: claimed.taskId, owner: job.owner }, fetched.value);
}

function tooLate(): CeleriacError {
  return new CeleriacError("lease-lost", "the attempt was over before its effect was granted");
}
