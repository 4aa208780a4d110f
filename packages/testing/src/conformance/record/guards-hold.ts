import type { TaskRecord, WriteGuard } from "@celeriac/core";
import { describe, expect, it } from "vitest";
import { plainRecord } from "./record-fixtures.ts";
import { type StoreGroup, WRITTEN } from "./store-under-test.ts";

const OWNER = { kind: "owner", owner: "owner-1", generation: 0, unlessRevoked: true } as const;

export const guardsHold: StoreGroup = (steps) => {
  revisionGuards(steps);
  ownerGuards(steps);
  lateCopies(steps);
};

const revisionGuards: StoreGroup = (steps) => {
  describe("a write guarded by revision happens when nothing was written since", () => {
    it("changes what it names, leaves the rest, and raises the revision by one", async () => {
      const { store, freshId, inserted } = steps();
      const record = await inserted(plainRecord(freshId(), { host: "host-1", progress: [1] }));
      const answer = await store.update(
        record.taskId,
        { kind: "revision", revision: 1 },
        { state: "RETRY", nextAttemptAt: 99 },
      );
      expect(answer).toEqual(WRITTEN);
      const expected = { ...record, state: "RETRY", nextAttemptAt: 99, revision: 2 };
      expect(await store.read(record.taskId)).toEqual(expected);
    });

    it("raises the revision by one with each write, whoever writes", async () => {
      const { store, freshId, inserted } = steps();
      const { taskId } = await inserted(plainRecord(freshId()));
      for (let revision = 1; revision <= 6; revision += 1) {
        const guard: WriteGuard = revision % 2 === 0 ? OWNER : { kind: "revision", revision };
        expect(await store.update(taskId, guard, { leaseUntil: revision })).toEqual(WRITTEN);
        expect(await store.read(taskId)).toMatchObject({
          revision: revision + 1,
          leaseUntil: revision,
        });
      }
    });

    it.each([0, 1, 3])(
      "is refused at revision 2 when it names %i, and answers the record",
      async (revision) => {
        const { store, freshId, inserted, changed } = steps();
        const record = await inserted(plainRecord(freshId()));
        await changed(record, { host: "host-2" });
        const current = { ...record, host: "host-2", revision: 2 };
        const answer = await store.update(
          record.taskId,
          { kind: "revision", revision },
          { host: "no" },
        );
        expect(answer).toEqual({ written: false, current });
        expect(await store.read(record.taskId)).toEqual(current);
      },
    );

    it("is refused where no record is, and makes none", async () => {
      const { store, freshId } = steps();
      const taskId = freshId();
      for (const guard of [{ kind: "revision", revision: 1 } as const, OWNER]) {
        const answer = await store.update(taskId, guard, { state: "REVOKED" });
        expect(answer.written).toBe(false);
        expect(!answer.written && answer.current).toBeUndefined();
      }
      expect(await store.read(taskId)).toBeUndefined();
    });
  });
};

const ownerGuards: StoreGroup = (steps) => {
  describe("a write guarded by owner happens while the attempt is that owner's", () => {
    it("changes what it names and raises the revision", async () => {
      const { store, freshId, inserted } = steps();
      const record = await inserted(plainRecord(freshId(), { revision: 7, generation: 4 }));
      const guard = { ...OWNER, generation: 4 };
      expect(await store.update(record.taskId, guard, { state: "SUCCESS" })).toEqual(WRITTEN);
      expect(await store.read(record.taskId)).toEqual({ ...record, state: "SUCCESS", revision: 8 });
    });

    const lost: [string, Partial<TaskRecord>][] = [
      ["another owner has it", { owner: "owner-2" }],
      ["nobody has it", { owner: "" }],
      ["its generation is newer", { generation: 1 }],
      ["it waits for a retry", { state: "RETRY" }],
      ["it has succeeded", { state: "SUCCESS" }],
      ["it has failed", { state: "FAILURE" }],
      ["it was revoked", { state: "REVOKED" }],
      ["it has expired", { state: "EXPIRED" }],
      ["a revoke flag stands", { revokeRequested: true }],
    ];
    it.each(lost)("is refused when %s, and answers the record", async (_why, fields) => {
      const { store, freshId, inserted } = steps();
      const record = await inserted(plainRecord(freshId(), fields));
      const answer = await store.update(record.taskId, OWNER, { state: "SUCCESS", host: "no" });
      expect(answer).toEqual({ written: false, current: record });
      expect(await store.read(record.taskId)).toEqual(record);
    });

    it("happens in spite of a revoke flag where it may", async () => {
      const { store, freshId, inserted } = steps();
      const record = await inserted(plainRecord(freshId(), { revokeRequested: true }));
      const guard = { ...OWNER, unlessRevoked: false };
      expect(await store.update(record.taskId, guard, { state: "SUCCESS" })).toEqual(WRITTEN);
      expect(await store.read(record.taskId)).toMatchObject({ state: "SUCCESS", revision: 2 });
    });
  });
};

const lateCopies: StoreGroup = (steps) => {
  describe("a late copy of a write changes nothing and shows its own token", () => {
    it("of a completion", async () => {
      const { store, freshId, inserted } = steps();
      const { taskId } = await inserted(plainRecord(freshId()));
      const complete = { state: "SUCCESS", finishedAt: 5 } as const;
      expect(await store.update(taskId, OWNER, complete)).toEqual(WRITTEN);
      expect(await store.update(taskId, OWNER, complete)).toMatchObject({
        written: false,
        current: { owner: "owner-1", state: "SUCCESS", finishedAt: 5, revision: 2 },
      });
    });

    it("of a takeover", async () => {
      const { store, freshId, inserted } = steps();
      const { taskId } = await inserted(plainRecord(freshId()));
      const guard = { kind: "revision", revision: 1 } as const;
      const takeover = { owner: "owner-2", attempts: 2 };
      expect(await store.update(taskId, guard, takeover)).toEqual(WRITTEN);
      expect(await store.update(taskId, guard, takeover)).toMatchObject({
        written: false,
        current: { owner: "owner-2", attempts: 2, revision: 2 },
      });
    });
  });
};
