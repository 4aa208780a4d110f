import { describe, expect, it } from "vitest";
import { toStatement } from "./statement.ts";

const key = { pk: { S: "task#a" }, sk: { S: "task" } };

describe("a statement holds no value that could be read as PartiQL", () => {
  it.each([
    [{ S: "x' OR '1'='1" }],
    [{ S: "1" }],
    [{ N: "1.5" }],
    [{ N: "-1" }],
    [{ N: "1e21" }],
    [{ N: "1 OR 1=1" }],
    [{ NULL: true as const }],
  ])("%j is a parameter", (value) => {
    const { Statement, Parameters } = toStatement("t", {
      kind: "update",
      key,
      set: { field: value },
      add: {},
      expected: { other: value },
    });
    expect(Statement).toBe('UPDATE "t" SET "field"=? WHERE "pk"=? AND "sk"=? AND "other"=?');
    expect(Parameters).toEqual([value, key.pk, key.sk, value]);
  });

  it.each([
    [{ N: "0" }, "0"],
    [{ N: "1767225600000" }, "1767225600000"],
    [{ BOOL: false }, "false"],
    [{ BOOL: true }, "true"],
  ])("%j is written out as %s", (value, literal) => {
    const { Statement, Parameters } = toStatement("t", {
      kind: "insert",
      key,
      item: { ...key, field: value },
    });
    expect(Statement).toBe(`INSERT INTO "t" VALUE {'pk':?,'sk':?,'field':${literal}}`);
    expect(Parameters).toEqual([key.pk, key.sk]);
  });

  it("neither in a deletion, whose condition stands beside the key", () => {
    const expected = { taskId: { S: "a' OR '1'='1" } };
    const { Statement, Parameters } = toStatement("t", { kind: "delete", key, expected });
    expect(Statement).toBe('DELETE FROM "t" WHERE "pk"=? AND "sk"=? AND "taskId"=?');
    expect(Parameters).toEqual([key.pk, key.sk, expected.taskId]);
  });
});
