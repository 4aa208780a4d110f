import type { TaskRecord } from "../record/task-record.ts";
import { isFinal } from "../record/task-state.ts";
import type { UniqueLock } from "./unique-lock.ts";

/** What a request that meets a lock does. */
export type LockDecision =
  /** Nobody is under way: take the lock over, on condition that it is still this one. */
  | { readonly kind: "take" }
  /** Its holder may never have been sent: send for the holder. */
  | { readonly kind: "send" }
  /** Its holder is under way. */
  | { readonly kind: "join" };

/**
 * Decides what a lock means to a further request of its key. That its holder has ended is told by the holder's record,
 * whether the lock says `sent` or not: a late copy of a lock's first write arrives unsent, after its task has ended.
 * @param holder the record of the task that the lock names, read after the lock
 */
export function judgeLock(
  lock: UniqueLock,
  holder: Pick<TaskRecord, "state"> | undefined,
  now: number,
): LockDecision {
  if (now >= lock.until) return { kind: "take" };
  if (holder !== undefined && isFinal(holder.state)) return { kind: "take" };
  return lock.sent ? { kind: "join" } : { kind: "send" };
}
