import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { packBatches } from "./pack-batches.ts";

const sized = (...sizes: number[]): { bytes: number }[] => sizes.map((bytes) => ({ bytes }));

describe("packBatches fills batch calls in order", () => {
  it("by number and by bytes", () => {
    const limits = { maxEntries: 3, maxBytes: 10 };
    expect(packBatches(sized(1, 1, 1, 1), limits)).toEqual({
      groups: [[0, 1, 2], [3]],
      oversized: [],
    });
    expect(packBatches(sized(6, 5, 5, 1), limits)).toEqual({
      groups: [[0], [1, 2], [3]],
      oversized: [],
    });
    expect(packBatches([], limits)).toEqual({ groups: [], oversized: [] });
  });

  it("reports what is too long by itself, and goes on filling", () => {
    expect(packBatches(sized(4, 11, 4), { maxEntries: 10, maxBytes: 10 })).toEqual({
      groups: [[0, 2]],
      oversized: [1],
    });
  });

  it("never exceeds a limit, drops nothing, doubles nothing and keeps the order", () => {
    const items = fc.array(fc.record({ bytes: fc.nat(120) }));
    fc.assert(
      fc.property(
        items,
        fc.integer({ min: 1, max: 10 }),
        fc.integer({ min: 1, max: 100 }),
        (given, maxEntries, maxBytes) => {
          const { groups, oversized } = packBatches(given, { maxEntries, maxBytes });
          const bytesOf = (index: number): number => given[index]?.bytes ?? Number.NaN;
          for (const group of groups) {
            expect(group.length).toBeGreaterThan(0);
            expect(group.length).toBeLessThanOrEqual(maxEntries);
            expect(group.reduce((sum, index) => sum + bytesOf(index), 0)).toBeLessThanOrEqual(
              maxBytes,
            );
          }
          for (const index of oversized) expect(bytesOf(index)).toBeGreaterThan(maxBytes);
          const packed = groups.flat();
          expect(packed).toEqual([...packed].sort((a, b) => a - b));
          expect([...packed, ...oversized].sort((a, b) => a - b)).toEqual([...given.keys()]);
        },
      ),
    );
  });

  it("opens no call that the one before had room for", () => {
    fc.assert(
      fc.property(fc.array(fc.record({ bytes: fc.nat(50) })), (given) => {
        const { groups } = packBatches(given, { maxEntries: 5, maxBytes: 50 });
        for (const [number, group] of groups.slice(1).entries()) {
          const before = groups[number] ?? [];
          const bytes = [...before, group[0] ?? 0].reduce(
            (sum, index) => sum + (given[index]?.bytes ?? 0),
            0,
          );
          expect(before.length === 5 || bytes > 50).toBe(true);
        }
      }),
    );
  });
});
