import { describe, expect, it } from "vitest";
import { concordanceEntries } from "./concordance-entries.ts";
import { mergeConcordance } from "./merge-concordance.ts";

const asked = ["whale", "sea", "ship"];
const chapters = [
  { chapter: "1", entries: concordanceEntries("the sea, a whale, the sea", asked) },
  { chapter: "2", entries: concordanceEntries("a whale and a whale", asked) },
  { chapter: "3", entries: concordanceEntries("the sea, the sea", asked) },
];

describe("a novel's concordance", () => {
  it("counts a word over all chapters and names the densest", () => {
    expect(mergeConcordance("whale", chapters)).toMatchObject({
      count: 3,
      chapters: 2,
      densest: { chapter: "2", count: 2 },
    });
  });

  it("names the first of equally dense chapters", () => {
    expect(mergeConcordance("sea", chapters).densest).toEqual({ chapter: "1", count: 2 });
  });

  it("keeps the places in the novel's order", () => {
    const { places } = mergeConcordance("whale", chapters);
    expect(places.map(({ chapter, offset }) => [chapter, offset])).toEqual([
      ["1", 11],
      ["2", 2],
      ["2", 14],
    ]);
  });

  it("of a word that stands nowhere is empty", () => {
    expect(mergeConcordance("ship", chapters)).toEqual({
      word: "ship",
      count: 0,
      chapters: 0,
      densest: undefined,
      places: [],
    });
  });
});
