import { deadLetterQueueOf, type QueueDepth } from "@celeriac/core";
import type { RunningApp } from "../with-app.ts";

/** How a queue of an app is doing. */
export interface QueueState extends QueueDepth {
  readonly queue: string;
  readonly consumer: "lambda" | "fargate" | undefined;
  /** `undefined`: nobody can tell, and `oldestUnknown` says why. */
  readonly oldestAgeMs: number | undefined;
  readonly oldestUnknown: string | undefined;
  /** What its dead-letter queue holds. */
  readonly deadLetters: QueueDepth;
}

/** @throws {CeleriacError} when SQS could not be asked. */
export async function readQueueState(
  { app, queues }: RunningApp,
  queue: string,
): Promise<QueueState> {
  const [depth, deadLetters, oldest] = await Promise.all([
    queues.depth(queue),
    queues.depth(deadLetterQueueOf(queue)),
    queues.oldestAge(queue),
  ]);
  return {
    queue,
    consumer: app.queues.get(queue)?.kind,
    ...depth,
    oldestAgeMs: oldest.kind === "age" ? oldest.ms : undefined,
    oldestUnknown: oldest.kind === "age" ? undefined : oldest.why,
    deadLetters,
  };
}
