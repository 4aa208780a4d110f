import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createBatchAnswer } from "./batch-answer.ts";

describe("the answer starts with the whole batch as failed", () => {
  it("reports every record until it is acknowledged", () => {
    const answer = createBatchAnswer(["a", "b"]);
    expect(answer.response()).toEqual({
      batchItemFailures: [{ itemIdentifier: "a" }, { itemIdentifier: "b" }],
    });
  });

  it("reports exactly the identifiers of which some record was not acknowledged, each once", () => {
    const records = fc.array(
      fc.record({ id: fc.constantFrom("a", "b", "c", "d"), acknowledged: fc.boolean() }),
    );
    fc.assert(
      fc.property(records, (batch) => {
        const answer = createBatchAnswer(batch.map(({ id }) => id));
        for (const [index, { acknowledged }] of batch.entries()) {
          if (acknowledged) answer.acknowledge(index);
        }
        const reported = answer.response().batchItemFailures.map((each) => each.itemIdentifier);
        const failed = new Set(batch.filter((each) => !each.acknowledged).map(({ id }) => id));
        expect(new Set(reported)).toEqual(failed);
        expect(reported).toHaveLength(failed.size);
      }),
    );
  });
});
