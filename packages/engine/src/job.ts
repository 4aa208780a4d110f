import type { Envelope, Logger, ResolvedQueue, ResolvedTask } from "@celeriac/core";
import type { Delivery, DeliveryOutcome, DeliveryResult } from "./delivery.ts";
import type { EngineContext } from "./engine-context.ts";

/** One delivery whose envelope is known, on its way through the steps. */
export interface Job {
  readonly context: EngineContext;
  readonly delivery: Delivery;
  readonly envelope: Envelope;
  readonly queue: ResolvedQueue;
  /** `undefined`: no code here knows the task's name. */
  readonly task: ResolvedTask | undefined;
  /** The fencing token: made once per delivery, kept over every try. */
  readonly owner: string;
  readonly logger: Logger;
}

/** Closes a delivery: says what became of it, and whether its message may go. */
export function outcomeOf(job: Job, result: DeliveryResult, acknowledge: boolean): DeliveryOutcome {
  return { acknowledge, result, taskId: job.envelope.taskId, task: job.envelope.task };
}
