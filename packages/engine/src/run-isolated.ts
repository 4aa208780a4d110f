import type { DeliveryOutcome } from "./delivery.ts";
import { finishWaiting } from "./finish.ts";
import { neededTime, RECORDING_MARGIN_MS } from "./gate.ts";
import type { Job } from "./job.ts";

/** No room for it elsewhere, or no time left for its turn: the message comes back after this or up to twice this, ms. */
const NO_ROOM_WAIT_MS = 3000;

/** What waited for its turn starts only with as much of the function's time left as this share of it. */
const TIME_SHARE = 0.7;

/** From this receive on a turn is taken with less: a queue that is never calm must not keep a task for ever. */
const PATIENT_RECEIVES = 20;

/**
 * The last chance of a task whose processes died: where it cannot take others along, nor they it. Only a loss there is
 * held against it. `run` claims and runs it in this process.
 */
export async function runIsolated(
  job: Job,
  run: () => Promise<DeliveryOutcome>,
): Promise<DeliveryOutcome> {
  const { isolation, company } = job.context;
  job.logger.warn("the task's processes died: its last attempt runs by itself", {
    how: isolation.kind,
  });
  if (isolation.kind === "elsewhere") {
    const outcome = await isolation.run(job.delivery);
    if (outcome === "unable") return run();
    return outcome === "no-room" ? comeBack(job) : outcome;
  }
  await company.toBeAlone();
  return hasTime(job) ? run() : comeBack(job);
}

/** Spread, so that those who came together do not come together again. */
function comeBack(job: Job): Promise<DeliveryOutcome> {
  const spread = 1 + job.context.ports.random.next();
  return finishWaiting(job, NO_ROOM_WAIT_MS * spread, "put-back");
}

/** Time that was spent on waiting must not end the task as one that ran too long. */
function hasTime({ delivery, envelope, task, queue }: Job): boolean {
  const remainingMs = delivery.remainingMs?.();
  if (remainingMs === undefined || queue.kind !== "lambda") return true;
  const limitMs = envelope.timeLimitMs ?? task?.timeLimitMs;
  const wantedMs =
    limitMs === undefined ? queue.timeoutMs * TIME_SHARE : limitMs + RECORDING_MARGIN_MS;
  const neededMs = neededTime(envelope, task, queue);
  const isPatient = delivery.message.receiveCount < PATIENT_RECEIVES;
  return remainingMs >= (isPatient ? Math.max(neededMs, wantedMs) : neededMs);
}
