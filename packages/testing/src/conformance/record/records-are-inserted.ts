import { describe, expect, it } from "vitest";
import { fullRecord, plainRecord } from "./record-fixtures.ts";
import type { StoreGroup } from "./store-under-test.ts";

export const recordsAreInserted: StoreGroup = (steps) => {
  describe("a record is inserted where none is", () => {
    it("and read as it was written, at once", async () => {
      const { store, freshId, inserted } = steps();
      const record = await inserted(fullRecord(freshId()));
      expect(await store.read(record.taskId)).toEqual(record);
    });

    it("reads nothing where none is", async () => {
      const { store, freshId } = steps();
      expect(await store.read(freshId())).toBeUndefined();
    });

    it("is refused where one is, and answers that one", async () => {
      const { store, freshId, inserted } = steps();
      const first = await inserted(plainRecord(freshId()));
      const second = plainRecord(first.taskId, { owner: "owner-2", state: "REVOKED" });
      expect(await store.insert(second)).toEqual({ written: false, current: first });
      expect(await store.read(first.taskId)).toEqual(first);
    });

    it("is refused over a record whose time is over: one that is still there counts", async () => {
      const { store, freshId, inserted } = steps();
      const old = await inserted(plainRecord(freshId(), { removeAfter: 1_600_000_000_000 }));
      expect(await store.insert(plainRecord(old.taskId))).toEqual({ written: false, current: old });
      expect(await store.read(old.taskId)).toEqual(old);
    });

    it("shows its own token to its own late copy", async () => {
      const { store, freshId, inserted } = steps();
      const record = await inserted(plainRecord(freshId(), { owner: "my-token" }));
      const copy = await store.insert(record);
      expect(copy).toEqual({ written: false, current: record });
    });
  });

  describe("what a store gives and takes is shared with nobody", () => {
    it("keeps what was written when the writer's object changes", async () => {
      const { store, freshId, inserted } = steps();
      const progress = { done: 1 };
      const { taskId } = await inserted(plainRecord(freshId(), { progress }));
      progress.done = 2;
      expect((await store.read(taskId))?.progress).toEqual({ done: 1 });
    });
  });
};
