import type { TaskRecord, WriteAnswer } from "@celeriac/core";
import { describe, expect, it } from "vitest";
import { plainRecord } from "./record-fixtures.ts";
import { type StoreGroup, WRITTEN } from "./store-under-test.ts";

const FIFTY = Array.from({ length: 50 }, (_, index) => index);

export const writesKeepApart: StoreGroup = (steps) => {
  oneWins(steps);
  eachItsOwnAnswer(steps);
};

const oneWins: StoreGroup = (steps) => {
  describe("of writes to one record at once, one wins", () => {
    it("of 50 updates of one revision", async () => {
      const { store, freshId, inserted } = steps();
      const { taskId } = await inserted(plainRecord(freshId()));
      const guard = { kind: "revision", revision: 1 } as const;
      const answers = await Promise.all(
        FIFTY.map((index) => store.update(taskId, guard, { owner: `owner-of-${index}` })),
      );
      const winner = onlyWinner(answers);
      const current = await store.read(taskId);
      expect(current).toMatchObject({ revision: 2, owner: `owner-of-${winner}` });
      for (const answer of answers) if (!answer.written) expect(answer.current).toEqual(current);
    });

    it("of 50 inserts", async () => {
      const { store, freshId } = steps();
      const taskId = freshId();
      const answers = await Promise.all(
        FIFTY.map((index) => store.insert(plainRecord(taskId, { owner: `owner-of-${index}` }))),
      );
      const winner = onlyWinner(answers);
      const current = await store.read(taskId);
      expect(current).toMatchObject({ revision: 1, owner: `owner-of-${winner}` });
      for (const answer of answers) if (!answer.written) expect(answer.current).toEqual(current);
    });

    it("of a completion and a revoke, told at once for 20 tasks", async () => {
      const { store, freshId, inserted } = steps();
      const owner = {
        kind: "owner",
        owner: "owner-1",
        generation: 0,
        unlessRevoked: true,
      } as const;
      const records = await Promise.all(
        FIFTY.slice(0, 20).map(() => inserted(plainRecord(freshId()))),
      );
      const pairs = records.map(({ taskId }, index) => {
        const complete = () => store.update(taskId, owner, { state: "FAILURE" });
        const revoke = () =>
          store.update(taskId, { kind: "revision", revision: 1 }, { revokeRequested: true });
        return Promise.all(index % 2 === 0 ? [complete(), revoke()] : [revoke(), complete()]);
      });
      for (const answers of await Promise.all(pairs)) onlyWinner(answers);
    });
  });
};

const eachItsOwnAnswer: StoreGroup = (steps) => {
  describe("of calls for many records at once, each gets its own answer", () => {
    it("of 200 inserts, half of them refused", async () => {
      const { store, freshId, inserted } = steps();
      const ids = Array.from({ length: 200 }, () => freshId());
      const isTaken = (index: number): boolean => index % 2 === 1;
      const first = ids.map((taskId, index) => plainRecord(taskId, { owner: `first-${index}` }));
      await Promise.all(first.filter((_, index) => isTaken(index)).map(inserted));
      const answers = await Promise.all(
        ids.map((taskId, index) => store.insert(plainRecord(taskId, { owner: `second-${index}` }))),
      );
      expect(answers).toEqual(
        first.map((current, index) => (isTaken(index) ? { written: false, current } : WRITTEN)),
      );
    });

    it("of 200 updates, half of them refused", async () => {
      const { store, freshId, inserted } = steps();
      const records = await insertMany(200, freshId, inserted);
      const answers = await Promise.all(
        records.map(({ taskId }, index) => {
          const guard = { kind: "revision", revision: 1 + (index % 2) } as const;
          return store.update(taskId, guard, { host: `host-${index}` });
        }),
      );
      expect(answers).toEqual(
        records.map((current, index) => (index % 2 === 1 ? { written: false, current } : WRITTEN)),
      );
      const read = await Promise.all(records.map(({ taskId }) => store.read(taskId)));
      expect(read.map((record) => record?.host)).toEqual(
        records.map((_, index) => (index % 2 === 1 ? undefined : `host-${index}`)),
      );
    });

    it("of inserts, updates of both kinds and reads, mixed", async () => {
      const { store, freshId, inserted } = steps();
      const records = await insertMany(60, freshId, inserted);
      const owner = {
        kind: "owner",
        owner: "owner-1",
        generation: 0,
        unlessRevoked: true,
      } as const;
      const calls: ((record: TaskRecord) => Promise<unknown>)[] = [
        ({ taskId }) => store.insert(plainRecord(taskId)),
        ({ taskId }) => store.update(taskId, owner, { state: "SUCCESS" }),
        ({ taskId }) => store.update(taskId, { kind: "revision", revision: 9 }, { host: "no" }),
        ({ taskId }) => store.read(taskId),
        () => store.insert(plainRecord(freshId())),
      ];
      const answers = await Promise.all(
        records.map((record, index) => calls[index % calls.length]?.(record)),
      );
      expect(answers).toEqual(
        records.map((current, index) => {
          const refused = { written: false, current };
          return [refused, WRITTEN, refused, current, WRITTEN][index % calls.length];
        }),
      );
    });
  });
};

function insertMany(
  count: number,
  freshId: () => string,
  inserted: (record: TaskRecord) => Promise<TaskRecord>,
): Promise<TaskRecord[]> {
  return Promise.all(
    Array.from({ length: count }, (_, index) =>
      inserted(plainRecord(freshId(), { tenant: `tenant-${index}` })),
    ),
  );
}

function onlyWinner(answers: readonly WriteAnswer[]): number {
  const winners = answers.flatMap((answer, index) => (answer.written ? [index] : []));
  expect(winners, "writes that happened").toHaveLength(1);
  return winners[0] ?? -1;
}
