import type { Envelope } from "../envelope/envelope.ts";
import { emptyRecord } from "./claim.ts";
import { removalTime } from "./retention.ts";
import type { RecordChange, TaskRecord } from "./task-record.ts";

/** What a revoke does to what is stored; writes are on condition that nothing was written since. */
export type RevokeDecision =
  /** Nothing is recorded: insert a REVOKED record. */
  | { readonly kind: "insert" }
  | {
      readonly kind: "write";
      readonly change: RecordChange;
      readonly answer: "revoked" | "requested";
    }
  /** Nothing to write. */
  | { readonly kind: "answer"; readonly answer: "revoked" | "requested" | "too-late" };

/**
 * Decides a revoke: none or RETRY -> REVOKED; STARTED -> a flag; FAILURE -> its next generation is revoked;
 * SUCCESS and EXPIRED -> too late. (design/delivery.md.)
 */
export function judgeRevoke(current: TaskRecord | undefined, now: number): RevokeDecision {
  if (current === undefined) return { kind: "insert" };
  const touched = { updatedAt: now, removeAfter: Math.max(current.removeAfter, removalTime(now)) };
  switch (current.state) {
    case "RETRY":
      return {
        kind: "write",
        answer: "revoked",
        change: { state: "REVOKED", finishedAt: now, ...touched },
      };
    case "STARTED":
      if (current.revokeRequested) return { kind: "answer", answer: "requested" };
      return { kind: "write", answer: "requested", change: { revokeRequested: true, ...touched } };
    case "FAILURE": {
      const revokedGeneration = current.generation + 1;
      if (current.revokedGeneration === revokedGeneration) {
        return { kind: "answer", answer: "revoked" };
      }
      return { kind: "write", answer: "revoked", change: { revokedGeneration, ...touched } };
    }
    case "REVOKED":
      return { kind: "answer", answer: "revoked" };
    case "SUCCESS":
    case "EXPIRED":
      return { kind: "answer", answer: "too-late" };
  }
}

/** The record of a task that was revoked before its first attempt. */
export function revokedRecord(envelope: Envelope, queue: string, now: number): TaskRecord {
  return { ...emptyRecord(envelope, queue, now), state: "REVOKED", finishedAt: now };
}
