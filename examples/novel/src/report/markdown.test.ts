import { describe, expect, it } from "vitest";
import { mergeConcordance } from "../text/merge-concordance.ts";
import { readability } from "../text/readability.ts";
import { markdownReport } from "./markdown.ts";

const text = "The whale came up.";

const report = markdownReport(
  {
    chapters: [{ chapter: "1", title: "A | B\nC", text }],
    measured: [{ chapter: "1", ...readability(text) }],
    concordance: [mergeConcordance("ship", [])],
    glossed: { chapter: "1", glosses: [{ word: "gam", meaning: "a meeting", count: 2 }] },
    thumbnails: [{ photo: "boats", width: 160, height: 90, image: Buffer.of() }],
  },
  {
    tally: {
      tasks: 4,
      states: [{ name: "SUCCESS", count: 4 }],
      hosts: [{ name: "worker a", count: 4 }],
    },
    wallMs: 2000,
    chapterTasks: 3,
    chapterMs: 500,
    calls: { sqs: 1 },
  },
);

describe("the report", () => {
  it("keeps a chapter in one row, whatever its title holds", () => {
    expect(report).toContain("| 1 | A \\| B C | 4 | 1 |");
  });

  it("shows a word that stands nowhere", () => {
    expect(report).toContain("| ship | 0 | 0 |  |");
  });

  it("says what the work took", () => {
    expect(report).toContain("- 4 tasks in 2.0 s: 2 tasks/s, waits included");
    expect(report).toContain("- 3 chapter tasks in 0.5 s: 6 tasks/s");
    expect(report).toContain("- AWS calls of the sender per task: sqs 0.25");
  });

  it("names the thumbnails by their files", () => {
    expect(report).toContain("(thumbnails/boats-160.webp)");
  });
});
