import type { Envelope, ResolvedQueue, ResolvedTask } from "@celeriac/core";

/** Kept from a Lambda's remaining time for recording the outcome, ms. */
export const RECORDING_MARGIN_MS = 1000;

/** A task without a time limit is not started on Lambda with less than this left, ms. */
const UNLIMITED_TASK_NEEDS_MS = 10_000;

/** Short of time, the message is offered to the next invocation this soon, ms. */
const SHORT_OF_TIME_WAIT_MS = 1000;

export type GateDecision =
  | { readonly kind: "pass" }
  /** Too late to be worth starting. */
  | { readonly kind: "expire" }
  | { readonly kind: "put-back"; readonly why: "eta" | "short-of-time"; readonly waitMs: number };

/**
 * Decides, before anything is written, whether a delivery may go on. Nothing ever waits in a worker's memory.
 * `eta` and `expires` count for generation 0 only: a redriven task would expire at once.
 */
export function judgeGate(
  envelope: Envelope,
  now: number,
  neededMs: number,
  remainingMs: number | undefined,
): GateDecision {
  if (envelope.generation === 0) {
    if (envelope.expires !== undefined && now > envelope.expires) return { kind: "expire" };
    if (envelope.eta !== undefined && now < envelope.eta) {
      return { kind: "put-back", why: "eta", waitMs: envelope.eta - now };
    }
  }
  if (remainingMs !== undefined && remainingMs < neededMs) {
    return { kind: "put-back", why: "short-of-time", waitMs: SHORT_OF_TIME_WAIT_MS };
  }
  return { kind: "pass" };
}

/** How much of a Lambda's time an attempt needs to be worth starting, ms. */
export function neededTime(
  envelope: Envelope,
  task: ResolvedTask | undefined,
  queue: ResolvedQueue,
): number {
  if (queue.kind !== "lambda") return 0;
  const timeLimitMs = envelope.timeLimitMs ?? task?.timeLimitMs;
  const runMs = timeLimitMs ?? Math.min(UNLIMITED_TASK_NEEDS_MS, queue.timeoutMs / 4);
  // However long the limit, a fresh invocation must be enough, or the task would never start.
  return Math.min(runMs + RECORDING_MARGIN_MS, queue.timeoutMs - 2 * RECORDING_MARGIN_MS);
}
