import {
  type AttemptEnd,
  CeleriacError,
  type ResolvedTask,
  type TaskContext,
  type TaskRecord,
} from "@celeriac/core";
import { runAttempt } from "./attempt.ts";
import { failure, judgeEnd, unavailable } from "./attempt-end.ts";
import { complete } from "./complete.ts";
import type { DeliveryOutcome } from "./delivery.ts";
import type { EffectHold } from "./effect.ts";
import { finishFinal, finishLeft, finishWaiting } from "./finish.ts";
import { effectHoldOf } from "./idempotency.ts";
import { readInput } from "./input.ts";
import type { Job } from "./job.ts";
import type { LeaseTerms } from "./lease.ts";
import { logEnd, logStart } from "./log-end.ts";
import { type OutputAnswer, readOutput } from "./output.ts";
import { patiently } from "./patience.ts";

/** A task that this delivery owns. */
export interface Owned {
  readonly record: TaskRecord;
  readonly claimedAt: number;
  readonly terms: LeaseTerms;
}

/** How an attempt is to be recorded. */
export interface Ending {
  /** `undefined`: the lease was lost. */
  readonly end: AttemptEnd | undefined;
  readonly error?: unknown;
  readonly progress: { readonly value: unknown } | undefined;
  readonly leaseIsOver: () => boolean;
  readonly hold?: EffectHold | undefined;
}

/** Steps 4 to 6 of a task that this delivery owns. */
export async function runOwned(job: Job, owned: Owned): Promise<DeliveryOutcome> {
  return recordEnd(job, owned.record, await attempt(job, owned));
}

async function attempt(job: Job, owned: Owned): Promise<Ending> {
  const { ports } = job.context;
  const { clock } = ports;
  const { task } = job;
  const leaseIsOver = (): boolean => clock.monotonic() >= owned.claimedAt + owned.terms.leaseMs;
  const without = (end: AttemptEnd, error: unknown): Ending => ({
    end,
    error,
    progress: undefined,
    leaseIsOver,
  });
  if (task === undefined) {
    const error = unknownTask(job);
    return without(failure(ports, undefined, "unknown-task", error), error);
  }
  const input = await readInput(ports, task.definition, job.envelope.input);
  if (input.kind === "invalid") {
    return without(failure(ports, task, "invalid-input", input.error), input.error);
  }
  if (input.kind === "unavailable") return without(unavailable(ports, input.error), input.error);
  logStart(job, owned.record.attempts);
  const hold = await effectHoldOf({ job, task, claimed: owned.record, terms: owned.terms, input });
  const result = await runAttempt({
    job,
    claimed: owned.record,
    claimedAt: owned.claimedAt,
    terms: owned.terms,
    keep: hold?.keep,
    run: (context) => {
      const run = (): Promise<OutputAnswer> => runHandler(job, task, input.value, context);
      return hold === undefined ? run() : hold.perform(run);
    },
  });
  hold?.close();
  return {
    end: judgeEnd(ports, task, owned.record, result.end),
    error: result.end.kind === "threw" ? result.end.error : undefined,
    progress: result.progress,
    leaseIsOver: result.leaseIsOver,
    hold,
  };
}

/** Runs a task's handler, then checks and stores what it returned. */
export async function runHandler(
  job: Job,
  task: ResolvedTask,
  input: unknown,
  context: TaskContext,
): Promise<OutputAnswer> {
  const run = job.context.handlers.get(task.name);
  if (run === undefined) {
    // A task of a queue that this host was not told to consume: its message lies in a wrong queue.
    throw new CeleriacError("missing-handler", `${task.name} has no handler on this host`);
  }
  const returned = await run(input, context);
  const owned = { taskId: job.envelope.taskId, owner: job.owner };
  return readOutput(job.context.ports, task, owned, returned);
}

/** Steps 5 and 6: records the end and does what follows from it. */
export async function recordEnd(
  job: Job,
  claimed: TaskRecord,
  ending: Ending,
): Promise<DeliveryOutcome> {
  const { ports } = job.context;
  const { end, progress, leaseIsOver } = ending;
  if (end === undefined) return finishLeft(job, "its lease or its process was lost while it ran");
  const completed = await complete(ports, { claimed, end, progress, leaseIsOver });
  if (completed.kind === "lost") return finishLeft(job, "another worker owns it");
  if (completed.kind === "unknown") {
    return finishLeft(job, "its end could not be recorded", completed.error);
  }
  logEnd(job, claimed, completed.state, end, ending.error);
  switch (completed.state) {
    case "RETRY": {
      const waitMs = end.state === "RETRY" ? end.nextAttemptAt - ports.clock.now() : 0;
      const excused = end.state === "RETRY" && end.excused;
      if (end.state === "RETRY") await ending.hold?.reserve(end.nextAttemptAt);
      return finishWaiting(job, waitMs, excused ? "snoozed" : "retried");
    }
    case "SUCCESS":
    case "REVOKED": {
      const result = completed.state === "SUCCESS" ? "succeeded" : "revoked";
      return finishFinal(job, { ...claimed, state: completed.state }, result);
    }
    case "FAILURE":
      return finishFailure(job, claimed.taskId);
  }
}

/** What follows a failure is decided from what is stored. */
async function finishFailure(job: Job, taskId: string): Promise<DeliveryOutcome> {
  const { ports } = job.context;
  const read = await patiently(ports, () => ports.store.read(taskId));
  if (!read.ok || read.value === undefined) {
    return finishLeft(job, "its failure could not be read back", read.ok ? undefined : read.error);
  }
  return finishFinal(job, read.value, "failed");
}

function unknownTask(job: Job): CeleriacError {
  return new CeleriacError(
    "missing-handler",
    `no task named "${job.envelope.task}" is in app "${job.context.app.name}": deploy the code that defines it, then redrive`,
  );
}
