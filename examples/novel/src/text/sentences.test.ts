import { describe, expect, it } from "vitest";
import { countSentences } from "./sentences.ts";

describe("sentences", () => {
  it("end at a full stop, a question mark and an exclamation mark", () => {
    expect(countSentences("Call me Ishmael. Who's over me? Never mind!")).toBe(3);
  });

  it("do not end after a title", () => {
    expect(countSentences("“Dinner, Mr. Starbuck,” said Capt. Ahab.")).toBe(1);
  });

  it("count a text that stops in the middle, and one that ends with a title", () => {
    expect(countSentences("He went to")).toBe(1);
    expect(countSentences("Good night, Mr.")).toBe(1);
  });

  it("are none where there is no letter", () => {
    expect(countSentences(" \n\n* * *\n")).toBe(0);
  });
});
