import type { TaskRecord } from "@celeriac/core";
import type { EffectHold, EffectOrder } from "./effect.ts";
import type { Job } from "./job.ts";

/** The hold of an attempt on its effect; `undefined` for a task without idempotency, which loads none of it. */
export async function effectHoldOf(order: EffectOrder): Promise<EffectHold | undefined> {
  if (order.task.idempotency === undefined) return undefined;
  const { createEffectHold } = await import("./effect.ts");
  return createEffectHold(order);
}

/** Loads what a task with idempotency loads at its first attempt, so that no attempt waits for it. */
export async function loadEffects(): Promise<void> {
  await Promise.all([import("./effect.ts"), import("./release-effect.ts")]);
}

/** Part of step 6: see `releaseEffect`. A task that succeeded, or has no idempotency, holds nothing. */
export async function effectIsReleased(job: Job, record: TaskRecord): Promise<boolean> {
  if (job.task?.idempotency === undefined || record.state === "SUCCESS") return true;
  const { releaseEffect } = await import("./release-effect.ts");
  return releaseEffect(job, record);
}
