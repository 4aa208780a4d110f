import type { RecordChange, TaskRecord } from "../record/task-record.ts";

/** What must hold for a write to happen. */
export type WriteGuard =
  /** Nothing was written since this revision was read. */
  | { readonly kind: "revision"; readonly revision: number }
  /** STARTED, and this owner's attempt in this generation; `unlessRevoked`: and no revoke flag stands. */
  | {
      readonly kind: "owner";
      readonly owner: string;
      readonly generation: number;
      readonly unlessRevoked: boolean;
    };

/** Refused: the guard did not hold, and `current` is what stands there (`undefined`: no record). */
export type WriteAnswer =
  | { readonly written: true }
  | { readonly written: false; readonly current: TaskRecord | undefined };

/**
 * Keeps task records. Each write is one conditional write of one item: it happens whole, or not at all.
 * Told one at a time; an adapter may serve many in one call. Outcome unknown is a throw: the caller reads and
 * recognises its own token, it never repeats a permitted write blindly.
 *
 * Adapters repeat a request whose outcome they do not know, with the same record; so a write may be refused by
 * its own first copy: `current` then shows the caller's token.
 */
export interface TaskStore {
  /** Stores a record where none is (an expired one that is still there counts). @throws {CeleriacError} */
  insert(record: TaskRecord): Promise<WriteAnswer>;
  /** Changes a record while `guard` holds, and raises its revision. @throws {CeleriacError} */
  update(taskId: string, guard: WriteGuard, change: RecordChange): Promise<WriteAnswer>;
  /** Reads what was last written (strongly consistent). @throws {CeleriacError} */
  read(taskId: string): Promise<TaskRecord | undefined>;
}
