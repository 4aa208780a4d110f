import { describe, expect, it } from "vitest";
import { wordForm, wordsOf } from "./words.ts";

describe("words", () => {
  it("keeps an apostrophe inside a word and splits at hyphens and dashes", () => {
    const words = wordsOf("D'ye see him?—the whale-boat o'er there").map((word) => word.text);
    expect(words).toEqual(["D'ye", "see", "him", "the", "whale", "boat", "o'er", "there"]);
  });

  it("says where each word starts", () => {
    const text = "Call me Ishmael.";
    const starts = wordsOf(text).map((word) => text.slice(word.offset));
    expect(starts).toEqual(["Call me Ishmael.", "me Ishmael.", "Ishmael."]);
  });

  it("passes over numbers and knows other scripts' letters", () => {
    expect(wordsOf("In 1851 κητος").map((word) => word.text)).toEqual(["In", "κητος"]);
  });

  it("counts a possessive as its owner", () => {
    expect(wordForm("Ahab's")).toBe("ahab");
    expect(wordForm("us")).toBe("us");
  });
});
