import { describe, expect, it } from "vitest";
import { tally } from "./tally.ts";

describe("a tally", () => {
  it("puts the most frequent first and equals in alphabetical order", () => {
    expect(tally(["sea", "whale", "boat", "whale"])).toEqual([
      { name: "whale", count: 2 },
      { name: "boat", count: 1 },
      { name: "sea", count: 1 },
    ]);
  });

  it("of nothing is empty", () => {
    expect(tally([])).toEqual([]);
  });
});
