import type { RecordChange, TaskRecord, TaskStore, WriteAnswer } from "@celeriac/core";
import { expect } from "vitest";

/** A task store to be tested. */
export interface StoreUnderTest {
  readonly store: TaskStore;
  readonly close: () => Promise<void>;
}

/** A group of tests: it gets the steps, for use within tests only. */
export type StoreGroup = (steps: () => StoreSteps) => void;

/** What the tests do with a store, one step a name. */
export interface StoreSteps {
  readonly store: TaskStore;
  /** A task id that no test has used. */
  freshId(): string;
  /** Inserts, expects that it was written, and answers the record. */
  inserted(record: TaskRecord): Promise<TaskRecord>;
  /** Changes a record on its revision, and expects that it was written. */
  changed(record: TaskRecord, change: RecordChange): Promise<void>;
}

export const WRITTEN: WriteAnswer = { written: true };

/** `nextNumber` outlives a test: no two tests of a suite share an id. */
export function storeSteps(store: TaskStore, nextNumber: () => number): StoreSteps {
  return {
    store,
    freshId: () => `task-${nextNumber()}`,
    inserted: async (record) => {
      expect(await store.insert(record)).toEqual(WRITTEN);
      return record;
    },
    changed: async ({ taskId, revision }, change) => {
      const answer = await store.update(taskId, { kind: "revision", revision }, change);
      expect(answer).toEqual(WRITTEN);
    },
  };
}
