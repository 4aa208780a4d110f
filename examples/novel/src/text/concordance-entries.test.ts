import { describe, expect, it } from "vitest";
import { concordanceEntries } from "./concordance-entries.ts";

describe("a chapter's concordance", () => {
  it("finds a word whatever its case, and as a possessive", () => {
    const entries = concordanceEntries("Ahab! ahab's leg. Ahabs", ["Ahab"]);
    expect(entries.map((entry) => [entry.word, entry.match])).toEqual([
      ["Ahab", "Ahab"],
      ["Ahab", "ahab's"],
    ]);
  });

  it("keeps the order of the text over all asked words", () => {
    const entries = concordanceEntries("the white whale, the whale", ["whale", "white"]);
    expect(entries.map((entry) => entry.word)).toEqual(["white", "whale", "whale"]);
  });

  it("shows 40 characters on either side, on one line", () => {
    const text = `${"a ".repeat(40)}\n\nwhale${" b".repeat(40)}`;
    expect(concordanceEntries(text, ["whale"])).toEqual([
      {
        word: "whale",
        offset: 82,
        before: "a ".repeat(19),
        match: "whale",
        after: " b".repeat(20),
      },
    ]);
  });

  it("never ends in half a character", () => {
    const text = `whale ${"x".repeat(38)}🐋`;
    expect(concordanceEntries(text, ["whale"])[0]?.after.isWellFormed()).toBe(true);
  });
});
