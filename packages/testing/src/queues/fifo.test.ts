import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Fifo } from "./fifo.ts";

describe("first in is first out", () => {
  it("whatever is pushed and taken, and however much", () => {
    const step = fc.oneof(fc.integer({ min: 1, max: 2000 }), fc.integer({ min: -2000, max: -1 }));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        const fifo = new Fifo<number>();
        const model: number[] = [];
        for (const count of steps) {
          for (let index = 0; index < count; index += 1) {
            fifo.push(index);
            model.push(index);
          }
          for (let index = 0; index > count; index -= 1) expect(fifo.take()).toBe(model.shift());
          expect(fifo.length).toBe(model.length);
        }
      }),
      { numRuns: 30 },
    );
  });

  it("one from behind swaps places with the first, and the last stands for those that are not there", () => {
    const fifo = new Fifo<string>();
    for (const item of "abcd") fifo.push(item);
    expect(fifo.take(2)).toBe("c");
    expect([fifo.take(), fifo.take(9), fifo.take(), fifo.take(3)]).toEqual([
      "b",
      "d",
      "a",
      undefined,
    ]);
  });
});
