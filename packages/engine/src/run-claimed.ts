import {
  decodeRedriveMark,
  inputPreview,
  MIN_LOST_WORKER_LIMIT,
  REDRIVE_ATTRIBUTE,
  type TaskRecord,
} from "@celeriac/core";
import { type ClaimRefusal, type ClaimResult, claim } from "./claim.ts";
import { deadLetterAsIs } from "./dead-letter.ts";
import type { DeliveryOutcome, DeliveryResult } from "./delivery.ts";
import { finishFinal, finishLeft, finishWaiting } from "./finish.ts";
import { type Job, outcomeOf } from "./job.ts";
import { leaseTerms } from "./lease.ts";
import { logUnstarted } from "./log-end.ts";
import { runIsolated } from "./run-isolated.ts";
import { type Owned, runOwned } from "./run-owned.ts";

/** The store could not be asked: the message comes back after this, ms. */
const STORE_UNAVAILABLE_WAIT_MS = 5000;

/** Steps 3 to 6 of a tracked delivery. `expire`: it is too late to start. */
export async function runClaimed(
  job: Job,
  expire: boolean,
  alone: boolean = job.context.isolation.kind === "none",
): Promise<DeliveryOutcome> {
  const { owned, result } = await claimJob(job, expire, alone);
  if (result.kind === "claimed") return runOwned(job, { ...owned, record: result.record });
  return afterRefusal(job, result);
}

/** Makes this delivery the owner of its task, or says why not. */
export async function claimJob(
  job: Job,
  expire: boolean,
  alone: boolean,
): Promise<{ readonly owned: Omit<Owned, "record">; readonly result: ClaimResult }> {
  const { context, delivery, envelope, task } = job;
  const { clock } = context.ports;
  const terms = leaseTerms(job.queue, delivery);
  const claimedAt = clock.monotonic();
  const now = clock.now();
  const attempts = (task?.retry.maxRetries ?? 0) + 1;
  const result = await claim(context.ports, {
    request: {
      envelope,
      queue: job.queue.name,
      owner: job.owner,
      host: context.host,
      now,
      leaseUntil: now + terms.leaseMs,
      lostWorkerLimit: Math.max(attempts, MIN_LOST_WORKER_LIMIT),
      inputPreview: previewOf(job),
      alone,
      redrive: decodeRedriveMark(
        delivery.message.attributes?.[REDRIVE_ATTRIBUTE],
        envelope.generation,
      ),
    },
    expire,
    expectNew: delivery.message.receiveCount === 1 && envelope.generation === 0,
  });
  return { owned: { claimedAt, terms }, result };
}

function previewOf(job: Job): string | undefined {
  const { input } = job.envelope;
  // Of a task that is not known here, nobody knows what must not be shown.
  if (input?.kind !== "inline" || job.task === undefined) return undefined;
  return inputPreview(input.value, job.task.redact);
}

/** What follows when the claim was not granted. */
export async function afterRefusal(job: Job, result: ClaimRefusal): Promise<DeliveryOutcome> {
  if (result.kind === "final") logUnstarted(job, result.record, result.written);
  switch (result.kind) {
    case "final":
      return finishFinal(job, result.record, finalResult(result.record, result.written));
    case "superseded":
      return outcomeOf(job, "superseded", true);
    case "wait":
      return finishWaiting(job, result.waitMs, "put-back");
    case "isolate":
      return runIsolated(job, () => runClaimed(job, false, true));
    case "too-old": {
      const text = "the message is older than records live: it may have run already";
      const sent = await deadLetterAsIs(job.context.ports, job.delivery, "too-old", text);
      if (!sent.ok) return finishLeft(job, "the dead-letter queue did not take it", sent.error);
      return outcomeOf(job, "dead-lettered", true);
    }
    case "unavailable":
      job.logger.warn("the task could not be claimed; it is put back", { error: result.error });
      return finishWaiting(job, STORE_UNAVAILABLE_WAIT_MS, "put-back");
  }
}

/** A final state that this delivery wrote itself, or one that it found. */
function finalResult(record: TaskRecord, written: boolean): DeliveryResult {
  if (!written) return "repeated";
  if (record.state === "EXPIRED") return "expired";
  return record.state === "REVOKED" ? "revoked" : "failed";
}
