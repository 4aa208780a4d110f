import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readBatchAnswer } from "./batch-answer.ts";

const IDS: ReadonlySet<string> = new Set(["a", "b"]);
const identifier = fc.oneof(
  fc.constantFrom("a", "b", "__proto__", "x".repeat(9999)),
  fc.jsonValue(),
);
const failures = fc.array(
  fc.oneof(
    identifier.map((itemIdentifier) => ({ itemIdentifier })),
    fc.jsonValue(),
  ),
  { maxLength: 4 },
);
const answer = fc.oneof(
  failures.map((batchItemFailures) => JSON.stringify({ batchItemFailures })),
  fc.json(),
  fc.string({ unit: "binary" }),
);

describe("a function's answer", () => {
  it("is read as Lambda reads it, whatever it is: success, some of the batch's own ids, or failure", () => {
    fc.assert(
      fc.property(answer, (payload) => {
        const outcome = readBatchAnswer(payload, IDS);
        if (outcome.kind === "failed") expect(outcome.reason.length).toBeLessThan(300);
        if (outcome.kind !== "partly-failed") return;
        expect([...outcome.failedIds].every((id) => IDS.has(id))).toBe(true);
      }),
      { numRuns: 10_000 },
    );
  });
});
