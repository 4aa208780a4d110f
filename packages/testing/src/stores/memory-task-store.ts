import type { Clock, TaskRecord, TaskStore, WriteGuard } from "@celeriac/core";
import { createConditionalRecords } from "./conditional-records.ts";

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
 * Creates a task store in memory, by {@link createConditionalRecords}. It never drops a record by itself: TTL is late,
 * and a record that is still there counts.
 */
export function createMemoryTaskStore(options: { readonly clock: Clock }): MemoryTaskStore {
  const { records, ...store } = createConditionalRecords<TaskRecord, WriteGuard>({
    idOf: ({ taskId }) => taskId,
    nameOf: (taskId) => `the record of task ${taskId}`,
    idName: "task id",
    holds,
  });
  return {
    ...store,
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

function holds(guard: WriteGuard, current: TaskRecord): boolean {
  if (guard.kind === "revision") return current.revision === guard.revision;
  return (
    current.state === "STARTED" &&
    current.owner === guard.owner &&
    current.generation === guard.generation &&
    !(guard.unlessRevoked && current.revokeRequested)
  );
}
