import type { LockName, LockStore, UniqueLock } from "@celeriac/core";
import { frozenCopy } from "./frozen-copy.ts";

/** A lock store in memory, and what tests ask of it. */
export interface MemoryLockStore extends LockStore {
  /** Every lock, in the order of insertion; frozen. */
  locks(): readonly UniqueLock[];
}

/** Creates a lock store in memory, with DynamoDB's conditional writes. It never drops a lock by itself: TTL is late. */
export function createMemoryLockStore(): MemoryLockStore {
  const locks = new Map<string, UniqueLock>();
  return {
    acquire: async (lock, over) => {
      const name = nameOf(lock);
      const current = locks.get(name);
      const fits =
        over === undefined
          ? current === undefined
          : current?.taskId === over.taskId && current.until === over.until;
      if (!fits) return { acquired: false, current };
      locks.set(name, frozenCopy(lock, "a lock", MAX_ITEM_BYTES));
      return { acquired: true };
    },
    confirm: async (lock, taskId) => {
      const current = locks.get(nameOf(lock));
      if (current?.taskId !== taskId) return;
      locks.set(nameOf(lock), Object.freeze({ ...current, sent: true }));
    },
    release: async (lock, taskId) => {
      if (locks.get(nameOf(lock))?.taskId === taskId) locks.delete(nameOf(lock));
    },
    locks: () => [...locks.values()],
  };
}

const MAX_ITEM_BYTES = 409_600;

// A task's name has no #.
function nameOf({ task, key }: LockName): string {
  return `${task}#${key}`;
}
