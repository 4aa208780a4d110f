import { CeleriacError, type RecordChange, type TaskRecord } from "@celeriac/core";
import { describe, expect, it } from "vitest";
import { everyKindOfText } from "../every-text.ts";
import { OPTIONAL_FIELDS, type OptionalFields, plainRecord } from "./record-fixtures.ts";
import type { StoreGroup } from "./store-under-test.ts";

const FIELDS = Object.keys(OPTIONAL_FIELDS) as (keyof OptionalFields)[];

export const fieldsSurvive: StoreGroup = (steps) => {
  valuesSurvive(steps);
  changesSetAndClear(steps);
  largeRecords(steps);
};

const valuesSurvive: StoreGroup = (steps) => {
  describe("every value comes back as it was written", () => {
    const values: [string, unknown][] = [
      ["null", null],
      ["false", false],
      ["0", 0],
      ["an empty text", ""],
      ["an empty list", []],
      ["an empty object", {}],
      ["a list with holes of null", [null, [], {}, [null]]],
      ["numbers at the ends", [Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, 1e-300, 1.7e308]],
      ["numbers with fractions", [0.1, 1 / 3, -2.5, 1e21]],
      [
        "keys that mean something elsewhere",
        { "a.b": 1, "#n": 2, ":v": 3, size: 4, "": 5, S: "x" },
      ],
      ["objects twelve deep", deep(12)],
    ];
    it.each(values)("progress and a result of %s", async (_what, value) => {
      const { store, freshId, inserted } = steps();
      const result = { kind: "inline", value } as TaskRecord["result"];
      const record = await inserted(plainRecord(freshId(), { progress: value, result }));
      expect(await store.read(record.taskId)).toEqual(record);
    });

    it("keys that reach for a prototype", async () => {
      const { store, freshId, inserted } = steps();
      const text = '{"__proto__":{"polluted":true},"constructor":1}';
      const progress: unknown = JSON.parse(text);
      const { taskId } = await inserted(plainRecord(freshId(), { progress }));
      expect(JSON.stringify((await store.read(taskId))?.progress)).toBe(text);
    });

    it("text of every Unicode character", async () => {
      const { store, freshId, inserted } = steps();
      const message = everyKindOfText();
      const record = await inserted(plainRecord(freshId(), { error: { name: "E", message } }));
      expect((await store.read(record.taskId))?.error?.message === message).toBe(true);
    });

    it("text with half a surrogate pair, or with its replacement", async () => {
      const { store, freshId, inserted } = steps();
      const error = { name: "E", message: "half \ud83c" };
      const record = await inserted(plainRecord(freshId(), { error }));
      const message = (await store.read(record.taskId))?.error?.message;
      expect(["half \ud83c", "half \ufffd"]).toContain(message);
    });

    it("task ids of every character that they may have", async () => {
      const { store, freshId, inserted } = steps();
      const taskId = `${freshId()}:._-AZaz09${"x".repeat(100)}`;
      const record = await inserted(plainRecord(taskId));
      expect(await store.read(taskId)).toEqual(record);
    });
  });
};

const changesSetAndClear: StoreGroup = (steps) => {
  describe("a change sets what it names and clears what it names as undefined", () => {
    it("sets every field at once", async () => {
      const { store, freshId, inserted, changed } = steps();
      const record = await inserted(plainRecord(freshId()));
      await changed(record, OPTIONAL_FIELDS);
      const expected = { ...record, ...OPTIONAL_FIELDS, revision: 2 };
      expect(await store.read(record.taskId)).toEqual(expected);
    });

    it.each(FIELDS)("clears %s and leaves the others", async (field) => {
      const { store, freshId, inserted, changed } = steps();
      const record = await inserted(plainRecord(freshId(), OPTIONAL_FIELDS));
      await changed(record, { [field]: undefined });
      const { [field]: _cleared, ...rest } = record;
      expect(await store.read(record.taskId)).toEqual({ ...rest, revision: 2 });
    });

    it("sets some and clears others in one write", async () => {
      const { store, freshId, inserted, changed } = steps();
      const record = await inserted(plainRecord(freshId(), OPTIONAL_FIELDS));
      const cleared: RecordChange = { error: undefined, progress: undefined, tags: undefined };
      await changed(record, { state: "RETRY", result: undefined, ...cleared, host: "host-9" });
      const read = await store.read(record.taskId);
      expect(read).toMatchObject({ state: "RETRY", host: "host-9", revision: 2 });
      for (const field of ["error", "progress", "tags", "result"] as const) {
        expect(read?.[field], field).toBeUndefined();
      }
    });

    it("clears what was never there", async () => {
      const { store, freshId, inserted, changed } = steps();
      const record = await inserted(plainRecord(freshId()));
      await changed(record, { error: undefined, result: undefined });
      expect(await store.read(record.taskId)).toEqual({ ...record, revision: 2 });
    });

    it("writes a change of nothing: the revision tells", async () => {
      const { store, freshId, inserted, changed } = steps();
      const record = await inserted(plainRecord(freshId()));
      await changed(record, {});
      expect(await store.read(record.taskId)).toEqual({ ...record, revision: 2 });
    });

    it("keeps a progress of null apart from none", async () => {
      const { store, freshId, inserted, changed } = steps();
      const record = await inserted(plainRecord(freshId(), { progress: 1 }));
      await changed(record, { progress: null });
      expect((await store.read(record.taskId))?.progress).toBeNull();
    });
  });
};

const largeRecords: StoreGroup = (steps) => {
  describe("a record may be large, up to DynamoDB's 400 KB", () => {
    it("keeps 300 KB", async () => {
      const { store, freshId, inserted } = steps();
      const record = await inserted(plainRecord(freshId(), { progress: "p".repeat(300_000) }));
      expect(await store.read(record.taskId)).toEqual(record);
    });

    it("throws for more, stores nothing of it, and writes what was told at the same time", async () => {
      const { store, freshId } = steps();
      const records = Array.from({ length: 5 }, () => plainRecord(freshId()));
      const tooLarge = plainRecord(freshId(), { progress: "p".repeat(410_000) });
      const written = Promise.all(records.map((record) => store.insert(record)));
      const error: unknown = await store.insert(tooLarge).catch((thrown: unknown) => thrown);
      expect(CeleriacError.is(error) && !error.retryable, String(error)).toBe(true);
      expect((await written).every((answer) => answer.written)).toBe(true);
      expect(await store.read(tooLarge.taskId)).toBeUndefined();
    });
  });
};

function deep(levels: number): unknown {
  return levels === 0 ? "bottom" : { level: levels, below: [deep(levels - 1)] };
}
