import { describe, expect, it } from "vitest";
import { readability } from "./readability.ts";

describe("readability", () => {
  it("counts words, sentences and syllables", () => {
    expect(readability("Call me Jonah. The captain slept.")).toMatchObject({
      words: 6,
      sentences: 2,
      syllables: 8,
    });
  });

  it("follows Flesch's and Kincaid's formulas", () => {
    // 6 words, 2 sentences, 8 syllables: 206.835 - 1.015 * 3 - 84.6 * 8/6, and 0.39 * 3 + 11.8 * 8/6 - 15.59.
    expect(readability("Call me Jonah. The captain slept.")).toMatchObject({
      readingEase: 91,
      gradeLevel: 1.3,
    });
  });

  it("names the frequent words that carry meaning, a possessive with its owner", () => {
    const { topWords } = readability(
      "The whale and the sea. Upon the whale's back, the sea; the whale!",
    );
    expect(topWords.slice(0, 2)).toEqual([
      { word: "whale", count: 3 },
      { word: "sea", count: 2 },
    ]);
    expect(topWords.map((top) => top.word)).not.toContain("the");
  });

  it("of a text without words is all zero, not NaN", () => {
    expect(readability("* * *")).toEqual({
      words: 0,
      sentences: 0,
      syllables: 0,
      readingEase: 0,
      gradeLevel: 0,
      topWords: [],
    });
  });
});
