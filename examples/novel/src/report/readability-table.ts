import Table from "cli-table3";
import type { Measured } from "../demo/read-chapters.ts";

const COLUMNS = 4;
const HEADINGS = ["chapter", "words", "ease", "grade"];
const BARE = { head: [], border: [], compact: true, "padding-left": 0 };

/** Every chapter's readability, several chapters beside each other so that a novel fits on a screen. */
export function readabilityTable(measured: readonly Measured[]): string {
  const height = Math.ceil(measured.length / COLUMNS);
  const table = new Table({
    head: Array.from({ length: COLUMNS }, () => HEADINGS).flat(),
    colAligns: Array.from({ length: COLUMNS }, () => ALIGNMENTS).flat(),
    style: BARE,
  });
  for (let row = 0; row < height; row += 1) {
    table.push(
      Array.from({ length: COLUMNS }, (_, column) =>
        cellsOf(measured[column * height + row]),
      ).flat(),
    );
  }
  return table.toString();
}

const ALIGNMENTS = ["left", "right", "right", "right"] as const;

function cellsOf(measured: Measured | undefined): string[] {
  if (measured === undefined) return HEADINGS.map(() => "");
  const { chapter, words, readingEase, gradeLevel } = measured;
  return [chapter, String(words), readingEase.toFixed(1), gradeLevel.toFixed(1)];
}
