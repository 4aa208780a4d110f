import { CLOCK_SKEW_MS } from "../limits.ts";
import type { EffectChange, EffectRecord } from "./effect-record.ts";

/** Which attempt wants to perform an effect, and when. */
export interface EffectClaim
  extends Pick<
    EffectRecord,
    "effectId" | "taskId" | "generation" | "attempt" | "owner" | "fingerprint"
  > {
  readonly leaseMs: number;
  readonly windowMs: number;
}

/** What stands in the record says about a claim. */
export type EffectDecision =
  /** Nothing is recorded: insert. */
  | { readonly kind: "start" }
  /** Free, forgotten, left by a dead holder, or this task's own: take it, on condition that nothing was written since. */
  | { readonly kind: "take"; readonly current: EffectRecord }
  /** My own claim stands: its answer was lost. */
  | { readonly kind: "mine" }
  | EffectRefusal;

/** Why a claim is not granted. */
export type EffectRefusal =
  /** It happened. */
  | { readonly kind: "done"; readonly current: EffectRecord }
  /** Another task performs it. `waitMs`: when its lease is over, unless it is extended. */
  | { readonly kind: "held"; readonly current: EffectRecord; readonly waitMs: number }
  /** Another input has the key. */
  | { readonly kind: "conflict"; readonly current: EffectRecord }
  /** A later attempt of this very task has been here: this one has lost its task. */
  | { readonly kind: "stale" };

/**
 * Decides a claim from what is stored. A holder's own task comes back to it at once, as a later attempt; another task
 * takes over from a dead holder only with the same input, since nobody knows how far the dead one came.
 */
export function judgeEffectClaim(
  current: EffectRecord | undefined,
  claim: EffectClaim,
  now: number,
): EffectDecision {
  if (current === undefined) return { kind: "start" };
  const own = current.taskId === claim.taskId;
  if (own && current.state !== "DONE") {
    if (current.state === "HELD" && current.owner === claim.owner) return { kind: "mine" };
    return isLater(claim, current) ? { kind: "take", current } : { kind: "stale" };
  }
  const same = current.fingerprint === claim.fingerprint;
  // However short the window: the task that did it must not do it again when it comes back for its result.
  if (own && same) return { kind: "done", current };
  if (current.state === "FREE" || now >= current.expiresAt + CLOCK_SKEW_MS) {
    return { kind: "take", current };
  }
  if (!same) return { kind: "conflict", current };
  if (current.state === "DONE") return { kind: "done", current };
  const waitMs = current.leaseUntil + CLOCK_SKEW_MS - now;
  return waitMs > 0 ? { kind: "held", current, waitMs } : { kind: "take", current };
}

function isLater(claim: EffectClaim, current: EffectRecord): boolean {
  if (claim.generation !== current.generation) return claim.generation > current.generation;
  return claim.attempt > current.attempt;
}

/** The record of an effect that a task begins to perform. */
export function heldEffect(claim: EffectClaim, now: number): EffectRecord {
  const { effectId, taskId, generation, attempt, owner, fingerprint } = claim;
  return {
    ...{ effectId, taskId, generation, attempt, owner, fingerprint },
    ...{ state: "HELD", revision: 1 },
    ...leaseChange(claim, now + claim.leaseMs, now),
  };
}

/** What a permitted takeover writes. */
export function takenEffectChange(claim: EffectClaim, now: number): EffectChange {
  const { effectId: _, revision: __, ...held } = heldEffect(claim, now);
  return { ...held, result: undefined };
}

/** A lease until an instant. The window never ends before it: a live holder is not forgotten. */
export function leaseChange(
  { windowMs }: Pick<EffectClaim, "windowMs">,
  leaseUntil: number,
  now: number,
): Pick<EffectRecord, "leaseUntil" | "expiresAt"> {
  return { leaseUntil, expiresAt: Math.max(now + windowMs, leaseUntil) };
}
