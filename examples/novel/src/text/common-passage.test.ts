import { describe, expect, it } from "vitest";
import { commonPassage } from "./common-passage.ts";

const passage = (first: string, second: string) => {
  const words = first.split(" ");
  const { end, length } = commonPassage(words, second.split(" "));
  return words.slice(end - length, end).join(" ");
};

describe("the longest common passage", () => {
  it("is found wherever it stands in either text", () => {
    expect(passage("call me ishmael some years ago", "and some years ago i went")).toBe(
      "some years ago",
    );
  });

  it("is one run: words between break it", () => {
    expect(passage("the white whale", "the great white whale")).toBe("white whale");
  });

  it("is the first of equals", () => {
    expect(passage("sea boat", "boat sea")).toBe("sea");
  });

  it("is empty where nothing is shared", () => {
    expect(commonPassage(["sea"], ["boat"])).toEqual({ end: 0, length: 0 });
    expect(commonPassage([], ["boat"])).toEqual({ end: 0, length: 0 });
  });
});
