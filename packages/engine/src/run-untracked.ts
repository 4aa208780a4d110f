import type { ResolvedTask } from "@celeriac/core";
import { runAttempt } from "./attempt.ts";
import { judgeEnd } from "./attempt-end.ts";
import type { DeliveryOutcome } from "./delivery.ts";
import { finishWaiting } from "./finish.ts";
import { readInput } from "./input.ts";
import { type Job, outcomeOf } from "./job.ts";
import { leaseTerms } from "./lease.ts";
import { logStart, logUntracked } from "./log-end.ts";
import { afterRefusal, claimJob, runClaimed } from "./run-claimed.ts";
import { recordEnd, runHandler } from "./run-owned.ts";

/**
 * The first delivery of a task that keeps no result: runs without a claim, and success writes nothing. Anything but
 * success goes through the whole protocol: the attempt is claimed after the fact, then recorded.
 */
export async function runUntracked(job: Job, task: ResolvedTask): Promise<DeliveryOutcome> {
  const { ports } = job.context;
  const input = await readInput(ports, task.definition, job.envelope.input);
  if (input.kind !== "parsed") return runClaimed(job, false);
  logStart(job, 1);
  const startedAt = ports.clock.monotonic();
  const result = await runAttempt({
    job,
    claimed: undefined,
    claimedAt: ports.clock.monotonic(),
    terms: leaseTerms(job.queue, job.delivery),
    run: (context) => runHandler(job, task, input.value, context),
  });
  const { end } = result;
  if (end.kind === "returned" && end.output.kind === "ready") {
    logUntracked(job, ports.clock.monotonic() - startedAt);
    return outcomeOf(job, "succeeded", true);
  }
  // Nothing is recorded of it, so giving it back is enough.
  if (end.kind === "stopped" && end.why === "shutting-down") {
    return finishWaiting(job, 0, "put-back");
  }
  const { owned, result: claimed } = await claimJob(job, false, true);
  if (claimed.kind !== "claimed") return afterRefusal(job, claimed);
  return recordEnd(job, claimed.record, {
    end: judgeEnd(ports, task, claimed.record, end),
    error: end.kind === "threw" ? end.error : undefined,
    progress: result.progress,
    leaseIsOver: () => ports.clock.monotonic() >= owned.claimedAt + owned.terms.leaseMs,
  });
}
