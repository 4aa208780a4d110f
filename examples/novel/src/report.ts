import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { concordanceTable } from "./report/concordance-table.ts";
import { effortLines } from "./report/effort-lines.ts";
import { extremes, type TitledMeasure } from "./report/extremes.ts";
import { markdownReport } from "./report/markdown.ts";
import { readabilityTable } from "./report/readability-table.ts";
import type { Effort, Reading } from "./report/reading.ts";

/** Prints what was found and what it took. */
export function printReport(reading: Reading, effort: Effort): void {
  const { easiest, hardest } = extremes(reading.chapters, reading.measured);
  console.log("\nReadability (Flesch reading ease, Flesch-Kincaid grade)");
  console.log(readabilityTable(reading.measured));
  for (const one of easiest) console.log(`easy: ${describeChapter(one)}`);
  for (const one of hardest) console.log(`hard: ${describeChapter(one)}`);
  console.log("\nConcordance");
  console.log(concordanceTable(reading.concordance));
  const { chapter, glosses } = reading.glossed;
  const words = glosses.map(({ word, count }) => `${word} ${count}`).join(", ");
  console.log(`\nThe whalers' words in chapter ${chapter}: ${words}\n`);
  for (const line of effortLines(effort)) console.log(line);
}

/** Writes report.md, concordance.json and the thumbnails, and answers the thumbnails' files in their order. */
export async function writeReport(
  reading: Reading,
  effort: Effort,
  folder: string,
): Promise<string[]> {
  const thumbnails = join(folder, "thumbnails");
  await mkdir(thumbnails, { recursive: true });
  await writeFile(join(folder, "report.md"), `${markdownReport(reading, effort)}\n`);
  const concordance = JSON.stringify(reading.concordance, undefined, 1);
  await writeFile(join(folder, "concordance.json"), `${concordance}\n`);
  return await Promise.all(
    reading.thumbnails.map(async ({ photo, width, image }) => {
      const file = join(thumbnails, `${photo}-${width}.webp`);
      await writeFile(file, image);
      return file;
    }),
  );
}

function describeChapter({ chapter, title, readingEase, topWords }: TitledMeasure): string {
  const words = topWords.map(({ word }) => word).join(", ");
  return `${readingEase.toFixed(1).padStart(6)}  ${chapter}. ${title}  (${words})`;
}
