import { describe, expect, it } from "vitest";
import { createSeededRandom } from "./seeded-random.ts";

describe("seeded chance repeats", () => {
  it("the same seed gives the same numbers, another one others", () => {
    const draw = (seed: number): number[] => {
      const random = createSeededRandom(seed);
      return Array.from({ length: 20 }, () => random.next());
    };
    expect(draw(42)).toEqual(draw(42));
    expect(draw(42)).not.toEqual(draw(43));
  });

  it("numbers are from 0 to below 1, and spread", () => {
    const random = createSeededRandom(7);
    const tenths = new Array<number>(10).fill(0);
    for (let draw = 0; draw < 10_000; draw += 1) {
      const tenth = Math.floor(random.next() * 10);
      tenths[tenth] = (tenths[tenth] ?? 0) + 1;
    }
    expect(tenths).toHaveLength(10);
    for (const count of tenths) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });

  it("hexadecimal has two digits for each byte", () => {
    const random = createSeededRandom(7);
    expect(random.hex(16)).toMatch(/^[0-9a-f]{32}$/);
    expect(random.hex(0)).toBe("");
  });
});
