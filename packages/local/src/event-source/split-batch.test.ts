import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { splitBatch } from "./split-batch.ts";

describe("a batch is split so that each part fits into an event", () => {
  it("leaves small batches whole", () => {
    const messages = [{ Body: "a" }, { Body: "b" }];
    expect(splitBatch(messages)).toEqual([messages]);
  });

  it("keeps every message, in order, below six megabytes a part", async () => {
    const message = fc
      .integer({ min: 0, max: 1_048_576 })
      .map((size) => ({ Body: "x".repeat(size) }));
    const check = fc.property(fc.array(message, { maxLength: 20 }), (messages) => {
      const parts = splitBatch(messages);
      expect(parts.flat()).toEqual(messages);
      for (const part of parts) {
        expect(part.length).toBeGreaterThan(0);
        expect(JSON.stringify(part).length).toBeLessThan(6 * 1024 * 1024);
      }
    });
    await fc.assert(check, { numRuns: 20 });
  });

  it("counts what escaping adds", () => {
    const quotes = { Body: '"'.repeat(1_048_576) };
    expect(splitBatch([quotes, quotes, quotes])).toHaveLength(2);
  });
});
