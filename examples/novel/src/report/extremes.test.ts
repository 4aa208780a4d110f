import { describe, expect, it } from "vitest";
import { readability } from "../text/readability.ts";
import { extremes } from "./extremes.ts";

const texts = [
  "He sat. He ate.",
  "Incomprehensible transmogrifications predominate.",
  "A whale came up.",
];
const chapters = texts.map((text, index) => ({ chapter: `${index}`, title: `T${index}`, text }));
const measured = chapters.map(({ chapter, text }) => ({ chapter, ...readability(text) }));

describe("the extremes of a novel", () => {
  it("are its easiest and its hardest chapters, each from its end, with their titles", () => {
    const { easiest, hardest } = extremes(chapters, measured);
    expect(easiest[0]).toMatchObject({ chapter: "0", title: "T0" });
    expect(hardest[0]).toMatchObject({ chapter: "1", title: "T1" });
  });
});
