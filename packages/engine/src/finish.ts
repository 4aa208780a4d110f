import type { TaskRecord } from "@celeriac/core";
import { continueAfter } from "./continue.ts";
import type { DeliveryOutcome, DeliveryResult } from "./delivery.ts";
import { type Job, outcomeOf } from "./job.ts";
import { putBack } from "./put-back.ts";

/** What could not be continued is tried again after this, ms. */
const CONTINUE_AGAIN_WAIT_MS = 5000;

/** Steps 6 and 7 for a final state that is known to be stored. */
export async function finishFinal(
  job: Job,
  record: TaskRecord,
  result: DeliveryResult,
): Promise<DeliveryOutcome> {
  const continued = await continueAfter(job, record);
  if (!continued.done) return finishWaiting(job, CONTINUE_AGAIN_WAIT_MS, "left");
  return outcomeOf(job, result, true);
}

/** The message stays and comes back after `waitMs`. `result` says why, unless it had to be renewed. */
export async function finishWaiting(
  job: Job,
  waitMs: number,
  result: DeliveryResult,
): Promise<DeliveryOutcome> {
  const put = await putBack(job.context.ports, job.delivery, waitMs);
  return outcomeOf(job, put.result === "put-back" ? result : put.result, put.acknowledge);
}

/** The message is left alone: no delete, no change of visibility. Another owner may have it. */
export function finishLeft(job: Job, why: string, error?: unknown): DeliveryOutcome {
  job.logger.warn(`the message was left alone: ${why}`, error === undefined ? {} : { error });
  return outcomeOf(job, "left", false);
}
