import {
  CeleriacError,
  type Clock,
  type RecordChange,
  type TaskRecord,
  type TaskStore,
  type WriteAnswer,
  type WriteGuard,
} from "@celeriac/core";
import { frozenCopy } from "./frozen-copy.ts";

/** A task store in memory, and what tests ask of it. */
export interface MemoryTaskStore extends TaskStore {
  /** What stands there, asked of nobody. */
  record(taskId: string): TaskRecord | undefined;
  /** Every record, in the order of insertion; frozen. */
  records(): readonly TaskRecord[];
  /** Drops a record as if the table's TTL had come for it; false when there is none. */
  expire(taskId: string): boolean;
  /** Drops every record whose `removeAfter` has passed, as TTL does days late; answers how many. */
  expireDue(): number;
}

/**
 * Creates a task store in memory with DynamoDB's conditional writes: a write happens whole or not at all, a refused one
 * answers what stands there, values are copied as JSON on the way in and frozen, items end at 400 KB. It never drops a
 * record by itself: TTL is late, and a record that is still there counts.
 */
export function createMemoryTaskStore(options: { readonly clock: Clock }): MemoryTaskStore {
  const records = new Map<string, TaskRecord>();

  function write(record: TaskRecord): WriteAnswer {
    const stored = frozenCopy(record, `the record of task ${record.taskId}`, MAX_ITEM_BYTES);
    records.set(record.taskId, stored);
    return { written: true };
  }

  const refused = (taskId: string): WriteAnswer => ({
    written: false,
    current: records.get(taskId),
  });

  return {
    insert: async (record) => {
      requireKey(record.taskId);
      return records.has(record.taskId) ? refused(record.taskId) : write(record);
    },
    update: async (taskId, guard, change) => {
      requireKey(taskId);
      const current = records.get(taskId);
      if (current === undefined || !holds(guard, current)) return refused(taskId);
      return write(changed(current, change));
    },
    read: async (taskId) => {
      requireKey(taskId);
      return records.get(taskId);
    },
    record: (taskId) => records.get(taskId),
    records: () => [...records.values()],
    expire: (taskId) => records.delete(taskId),
    expireDue: () => {
      const due = [...records.values()].filter((each) => each.removeAfter < options.clock.now());
      for (const { taskId } of due) records.delete(taskId);
      return due.length;
    },
  };
}

const MAX_ITEM_BYTES = 409_600;

function changed(current: TaskRecord, change: RecordChange): TaskRecord {
  return { ...current, ...change, revision: current.revision + 1 };
}

function holds(guard: WriteGuard, current: TaskRecord): boolean {
  if (guard.kind === "revision") return current.revision === guard.revision;
  return (
    current.state === "STARTED" &&
    current.owner === guard.owner &&
    current.generation === guard.generation &&
    !(guard.unlessRevoked && current.revokeRequested)
  );
}

function requireKey(taskId: string): void {
  if (taskId !== "") return;
  throw new CeleriacError("refused", "the task id is empty: DynamoDB takes no empty key");
}
