import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { CeleriacError, emptyRecord, type TaskRecord } from "@celeriac/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromItem, type Item, toItem } from "./task-item.ts";

const RECORD: TaskRecord = {
  ...emptyRecord(
    { version: 1, taskId: "t", task: "a", generation: 0, enqueuedAt: 5, hops: 0 },
    "default",
    6,
  ),
  state: "FAILURE",
};
const text = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.json(),
  fc.constantFrom(
    "__proto__",
    '{"__proto__":1}',
    "1e400",
    "-0",
    "NaN",
    "STARTED",
    "[".repeat(9999),
  ),
);
const attribute: fc.Arbitrary<AttributeValue> = fc.oneof(
  text.map((S) => ({ S })),
  text.map((N) => ({ N })),
  fc.boolean().map((BOOL) => ({ BOOL })),
  fc.constant({ NULL: true as const }),
  fc.constant<AttributeValue>({ L: [] }),
  fc.constant<AttributeValue>({ M: {} }),
);
const changes = fc.dictionary(
  fc.oneof(fc.constantFrom(...Object.keys(toItem(RECORD)), "error", "result", "tags"), text),
  attribute,
  { maxKeys: 3 },
);

describe("an item that somebody else has written to", () => {
  it("is read as a record, or refused as undecodable", () => {
    fc.assert(
      fc.property(changes, (changed) => {
        const item: Item = { ...toItem(RECORD), ...changed };
        try {
          const record = fromItem(item);
          expect([typeof record.taskId, typeof record.task]).toEqual(["string", "string"]);
          expect(Number.isSafeInteger(record.generation)).toBe(true);
          expect(record.state).toMatch(/^(STARTED|RETRY|SUCCESS|FAILURE|REVOKED|EXPIRED)$/);
        } catch (error) {
          if (!CeleriacError.is(error, "undecodable")) throw error;
          expect(error.message.length).toBeLessThan(1000);
        }
        expect(Object.keys(Object.prototype)).toEqual([]);
      }),
      { numRuns: 10_000 },
    );
  });
});
