import { CeleriacError, SQS_MAX_VISIBILITY_SECONDS } from "@celeriac/core";

/** A queue that a worker consumes. */
export interface WorkerQueue {
  /** The logical name. */
  readonly name: string;
  /** Tasks that run at a time. */
  readonly concurrency: number;
  /** How long a received message stays hidden at first, whole seconds; the engine's heartbeat extends it. */
  readonly visibilitySeconds: number;
  /** How long running tasks may take to end once the worker stops, ms. */
  readonly drainMs: number;
  /** Polls under way at most, however full the queue is. @defaultValue 10 */
  readonly maxPolls?: number | undefined;
}

const WIDEST = 10;

/** The limit of a queue's polls, its default filled in. */
export function maxPollsOf(queue: WorkerQueue): number {
  return queue.maxPolls ?? WIDEST;
}

/** @throws {CeleriacError} `invalid-options` for numbers that no worker could work with. */
export function checkWorkerQueues(queues: readonly WorkerQueue[]): void {
  const seen = new Set<string>();
  if (queues.length === 0) throw mistake("a worker needs at least one queue to consume");
  for (const queue of queues) {
    const { name, concurrency, visibilitySeconds, drainMs } = queue;
    if (seen.has(name)) throw mistake(`queue "${name}" is named twice: give it once`);
    seen.add(name);
    check(name, "concurrency", concurrency, 1, 1000);
    check(name, "visibilitySeconds", visibilitySeconds, 1, SQS_MAX_VISIBILITY_SECONDS);
    check(name, "drainMs", drainMs, 0, Number.MAX_SAFE_INTEGER);
    check(name, "maxPolls", maxPollsOf(queue), 1, 100);
  }
}

function check(queue: string, what: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw mistake(
    `${what} of queue "${queue}" is ${value}: expected a whole number from ${least} to ${most}`,
  );
}

function mistake(message: string): CeleriacError {
  return new CeleriacError("invalid-options", message);
}
