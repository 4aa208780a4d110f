import {
  decodeEnvelope,
  type Envelope,
  REDRIVE_ATTRIBUTE,
  type ResolvedQueue,
} from "@celeriac/core";
import { deadLetterAsIs } from "./dead-letter.ts";
import type { Delivery, DeliveryOutcome } from "./delivery.ts";
import type { EngineContext } from "./engine-context.ts";
import { judgeGate, neededTime } from "./gate.ts";
import { type Job, outcomeOf } from "./job.ts";
import { mustRenew, putBack, renew } from "./put-back.ts";
import { runClaimed } from "./run-claimed.ts";
import { runUntracked } from "./run-untracked.ts";

/** A newer envelope version means that a roll-out is under way: the message waits for the newer code, ms. */
const NEWER_VERSION_WAIT_MS = 60_000;

/** A message of an unknown task comes back this often during the grace of a roll-out, ms. */
const UNKNOWN_TASK_WAIT_MS = 30_000;

/** The length of the fencing token in random bytes. */
const OWNER_BYTES = 12;

/** Runs one delivery through the steps of design/delivery.md; the host acknowledges, or leaves the message alone. */
export async function deliver(
  context: EngineContext,
  queue: ResolvedQueue,
  delivery: Delivery,
): Promise<DeliveryOutcome> {
  const { ports } = context;
  const decoded = decodeEnvelope(delivery.message.body);
  if (decoded.kind === "malformed") {
    ports.logger.error("a message that is no envelope was moved to the dead-letter queue", {
      queue: queue.name,
      messageId: delivery.message.messageId,
      error: decoded.error,
    });
    const sent = await deadLetterAsIs(ports, delivery, "undecodable", decoded.error.message);
    return { acknowledge: sent.ok, result: sent.ok ? "dead-lettered" : "left" };
  }
  if (decoded.kind === "newer-version") return putBack(ports, delivery, NEWER_VERSION_WAIT_MS);
  return deliverEnvelope(createJob(context, queue, delivery, decoded.envelope));
}

function createJob(
  context: EngineContext,
  queue: ResolvedQueue,
  delivery: Delivery,
  envelope: Envelope,
): Job {
  return {
    context,
    delivery,
    envelope,
    queue,
    task: context.app.tasks.get(envelope.task),
    owner: context.ports.random.hex(OWNER_BYTES),
    logger: context.ports.logger.with({
      taskId: envelope.taskId,
      task: envelope.task,
      queue: queue.name,
      generation: envelope.generation,
    }),
  };
}

async function deliverEnvelope(job: Job): Promise<DeliveryOutcome> {
  const { context, delivery, envelope, queue, task } = job;
  const { ports } = context;
  const now = ports.clock.now();
  if (mustRenew(delivery, queue.retentionMs, now)) {
    const restMs = envelope.generation === 0 ? (envelope.eta ?? now) - now : 0;
    const renewed = await renew(ports.sender, delivery, restMs);
    return outcomeOf(job, renewed.result, renewed.acknowledge);
  }
  const gate = judgeGate(
    envelope,
    now,
    neededTime(envelope, task, queue),
    delivery.remainingMs?.(),
  );
  if (gate.kind === "put-back") return back(job, gate.waitMs);
  if (task === undefined) {
    const graceLeftMs = delivery.message.sentAt + context.app.unknownTaskGraceMs - now;
    if (graceLeftMs > 0) return back(job, Math.min(graceLeftMs, UNKNOWN_TASK_WAIT_MS));
  }
  const expire = gate.kind === "expire";
  if (!expire && task?.ignoreResult === true && isFirstDelivery(job)) {
    return runUntracked(job, task);
  }
  return runClaimed(job, expire);
}

/**
 * Only a first receive may run without a claim: whatever comes later may be a duplicate, and a tick may be fired twice,
 * in two messages of their own.
 */
function isFirstDelivery(job: Job): boolean {
  return (
    job.delivery.message.receiveCount === 1 &&
    job.delivery.message.attributes?.[REDRIVE_ATTRIBUTE] === undefined &&
    job.envelope.generation === 0 &&
    job.envelope.tick === undefined &&
    job.envelope.workflow === undefined &&
    job.envelope.unique === undefined
  );
}

async function back(job: Job, waitMs: number): Promise<DeliveryOutcome> {
  const put = await putBack(job.context.ports, job.delivery, waitMs);
  return outcomeOf(job, put.result, put.acknowledge);
}
