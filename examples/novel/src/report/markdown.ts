import { effortLines } from "./effort-lines.ts";
import type { Effort, Reading } from "./reading.ts";

/** The whole report, as a Markdown document. */
export function markdownReport(reading: Reading, effort: Effort): string {
  const titles = new Map(reading.chapters.map(({ chapter, title }) => [chapter, title]));
  const { glossed } = reading;
  return [
    "# Moby Dick, read by chapters",
    bullets(effortLines(effort)),
    "## Readability",
    table(
      ["chapter", "title", "words", "sentences", "reading ease", "grade", "speaks of"],
      reading.measured.map((one) => [
        one.chapter,
        titles.get(one.chapter) ?? "",
        one.words,
        one.sentences,
        one.readingEase.toFixed(1),
        one.gradeLevel.toFixed(1),
        one.topWords.map(({ word, count }) => `${word} ${count}`).join(", "),
      ]),
    ),
    "## Concordance",
    "All places are in concordance.json.",
    table(
      ["word", "places", "chapters", "most in chapter"],
      reading.concordance.map(({ word, count, chapters, densest }) => [
        word,
        count,
        chapters,
        densest === undefined ? "" : `${densest.chapter} (${densest.count})`,
      ]),
    ),
    `## The whalers' words in chapter ${glossed.chapter}`,
    table(
      ["word", "meaning", "times"],
      glossed.glosses.map(({ word, meaning, count }) => [word, meaning, count]),
    ),
    "## Thumbnails",
    ...reading.thumbnails.map(
      ({ photo, width, height }) =>
        `![${photo}, ${width} x ${height}](thumbnails/${photo}-${width}.webp)`,
    ),
  ].join("\n\n");
}

function bullets(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join("\n");
}

function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]) =>
    `| ${cells.map((cell) => String(cell).replaceAll("|", "\\|").replace(/\s+/gu, " ")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
