import { describe, expect, it } from "vitest";
import { glossesOf } from "./glossary.ts";

const glossary = { gam: "a meeting of whale-ships at sea", taffrail: "the rail at the stern" };

describe("the glosses of a text", () => {
  it("are the glossary's words that it uses, with their count", () => {
    expect(glossesOf("A Gam? Two gams; the gam's end.", glossary)).toEqual([
      { word: "gam", meaning: "a meeting of whale-ships at sea", count: 3 },
    ]);
  });

  it("are none where no word is used", () => {
    expect(glossesOf("gamble", glossary)).toEqual([]);
  });
});
