import { describe, expect, it } from "vitest";
import { toStatement } from "./statement.ts";

/** A key that is not written out. */
const key = { pk: { S: "tag#a" }, sk: { S: "0#a" } };

const UUID = "019ac1f0-7c3e-7b2a-9f00-0123456789ab";

describe("a statement holds no value that could be read as PartiQL", () => {
  it.each([
    [{ S: "x' OR '1'='1" }],
    [{ S: "'" }],
    [{ S: '"' }],
    [{ S: "a\\" }],
    [{ S: "a\n" }],
    [{ S: "a?" }],
    [{ S: "a b" }],
    [{ S: "ä" }],
    [{ S: "" }],
    [{ S: "images.resize" }],
    [{ S: "task#order-1" }],
    [{ S: "a".repeat(37) }],
    [{ S: "STARTED'" }],
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
    [{ S: "1" }, "'1'"],
    [{ S: "task" }, "'task'"],
    [{ S: "STARTED" }, "'STARTED'"],
    [{ S: UUID }, `'${UUID}'`],
    [{ S: `task#${UUID}` }, `'task#${UUID}'`],
    [{ S: "00ff00ff00ff00ff00ff00ff" }, "'00ff00ff00ff00ff00ff00ff'"],
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

  it("has no list of parameters when there are none, which DynamoDB would refuse", () => {
    const own = { pk: { S: `task#${UUID}` }, sk: { S: "task" } };
    const statement = toStatement("t", { kind: "delete", key: own, expected: {} });
    expect(statement.Statement).toBe(`DELETE FROM "t" WHERE "pk"='task#${UUID}' AND "sk"='task'`);
    expect(statement).not.toHaveProperty("Parameters");
  });
});
