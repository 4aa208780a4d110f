import type { RetryPolicy } from "../definition/resolved-task.ts";
import { type Duration, parseDuration } from "../duration.ts";
import { CeleriacError } from "../errors/celeriac-error.ts";
import type { FailureReason } from "../record/failure.ts";
import { show } from "../show.ts";
import { backoffMs } from "./backoff.ts";

/** An attempt that ended by throwing. */
export interface FailedAttempt {
  readonly policy: RetryPolicy;
  /** What was thrown: anything. */
  readonly error: unknown;
  /** Attempts of this generation so far, this one too, without the excused ones. */
  readonly countedAttempts: number;
  /** Start of this generation's first attempt, epoch ms. */
  readonly firstStartedAt: number;
  readonly now: number;
  /** A number from 0 to 1, for the jitter. */
  readonly random: number;
}

/**
 * What follows a thrown error. `error` is what to record: the one thrown, or what says that the one thrown made no
 * sense. `predicateError`: what the policy's `on` itself threw; it then counts as false and is worth a log line.
 * Waits can be longer than SQS's 12 hours: they are put back in steps.
 */
export type RetryDecision = { readonly error: unknown } & (
  | { readonly retry: true; readonly snooze: false; readonly delayMs: number }
  /** Come back after the delay; not an attempt. */
  | { readonly retry: false; readonly snooze: true; readonly delayMs: number }
  | {
      readonly retry: false;
      readonly snooze: false;
      readonly reason: FailureReason;
      readonly predicateError?: unknown;
    }
);

/** The longest wait that a handler can ask for, ms: seven days, the time a message may wait in its queue. */
export const MAX_REQUESTED_DELAY_MS = 604_800_000;

/** Decides what follows an attempt that threw. Never throws itself. */
export function decideRetry(attempt: FailedAttempt): RetryDecision {
  const { error } = attempt;
  if (CeleriacError.is(error, "rejected")) return fail(error, "rejected");
  if (CeleriacError.is(error, "snoozed")) {
    const asked = requestedDelay(error, "SnoozeError");
    if (!asked.ok) return byPolicy({ ...attempt, error: asked.error });
    return { retry: false, snooze: true, delayMs: asked.delayMs, error };
  }
  if (CeleriacError.is(error, "retry-requested")) {
    if (delayOf(error) === undefined) return within(attempt, backoff(attempt));
    const asked = requestedDelay(error, "RetryError");
    if (!asked.ok) return byPolicy({ ...attempt, error: asked.error });
    return within(attempt, asked.delayMs);
  }
  return byPolicy(attempt);
}

function byPolicy(attempt: FailedAttempt): RetryDecision {
  const { policy, error } = attempt;
  try {
    if (!policy.on(error)) return fail(error, reasonOf(error));
  } catch (predicateError) {
    return { ...fail(error, reasonOf(error)), predicateError };
  }
  return within(attempt, backoff(attempt));
}

/** Retries if the policy's number of attempts and total time allow it. */
function within(attempt: FailedAttempt, delayMs: number): RetryDecision {
  const { policy, error, countedAttempts, firstStartedAt, now } = attempt;
  const startsAfterMs = now + delayMs - firstStartedAt;
  if (countedAttempts > policy.maxRetries || startsAfterMs > policy.maxElapsedMs) {
    return fail(error, reasonOf(error));
  }
  return { retry: true, snooze: false, delayMs, error };
}

function backoff({ policy, countedAttempts, random }: FailedAttempt): number {
  return backoffMs(policy, countedAttempts, random);
}

function fail(
  error: unknown,
  reason: FailureReason,
): RetryDecision & { readonly retry: false; readonly snooze: false } {
  return { retry: false, snooze: false, reason, error };
}

function reasonOf(error: unknown): FailureReason {
  return CeleriacError.is(error, "time-limit") ? "time-limit" : "error";
}

// Another copy of the library may have made the error: its class says nothing, its fields do.
function delayOf(error: CeleriacError): unknown {
  return "delay" in error ? error.delay : undefined;
}

type RequestedDelay =
  | { readonly ok: true; readonly delayMs: number }
  | { readonly ok: false; readonly error: CeleriacError };

function requestedDelay(error: CeleriacError, name: string): RequestedDelay {
  const delay = delayOf(error);
  try {
    const delayMs = parseDuration(delay as Duration, `${name}'s delay`);
    if (delayMs <= MAX_REQUESTED_DELAY_MS) return { ok: true, delayMs };
  } catch {
    // Not a duration: refused below, together with one that is too long.
  }
  const message = `${name}'s delay is ${show(delay)}: expected a duration from "0s" to "7d"`;
  return { ok: false, error: new CeleriacError("invalid-options", message, { cause: error }) };
}
