import { describe, expect, it } from "vitest";
import { systemRandom } from "./system-random.ts";

describe("the system's chance", () => {
  it("gives numbers from 0 to 1, all over the range", () => {
    const random = systemRandom();
    const numbers = Array.from({ length: 2000 }, () => random.next());
    expect(numbers.every((number) => number >= 0 && number < 1)).toBe(true);
    expect(new Set(numbers.map((number) => Math.floor(number * 10))).size).toBe(10);
  });

  it("gives tokens of the length asked for, no two alike", () => {
    const random = systemRandom();
    const tokens = Array.from({ length: 2000 }, () => random.hex(16));
    expect(new Set(tokens).size).toBe(2000);
    for (const token of tokens) expect(token).toMatch(/^[0-9a-f]{32}$/);
    expect(random.hex(5000)).toMatch(/^[0-9a-f]{10000}$/);
    expect(random.hex(0)).toBe("");
  });
});
