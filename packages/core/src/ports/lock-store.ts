import type { UniqueLock } from "../unique/unique-lock.ts";

/** Refused: `current` is what stands there (`undefined`: nothing does any more). */
export type LockAnswer =
  | { readonly acquired: true }
  | { readonly acquired: false; readonly current: UniqueLock | undefined };

/** A lock as it was read: it is taken over only as long as it is still that one. */
export type LockSeen = Pick<UniqueLock, "taskId" | "until">;

/** What a lock is found by. */
export type LockName = Pick<UniqueLock, "task" | "key">;

/**
 * Keeps the locks of unique tasks, each changed by one conditional write. Outcome unknown is a throw; every call may be
 * repeated: a repeated `acquire` is refused by its own first copy, and `current` shows the caller's task.
 */
export interface LockStore {
  /** Stores a lock where none is, or in the place of the one that was seen. @throws {CeleriacError} */
  acquire(lock: UniqueLock, over?: LockSeen): Promise<LockAnswer>;
  /** Notes that the holder's message is stored; nothing where the lock does not name it. @throws {CeleriacError} */
  confirm(name: LockName, taskId: string): Promise<void>;
  /** Removes a lock that names this task, and no other. @throws {CeleriacError} */
  release(name: LockName, taskId: string): Promise<void>;
}
