import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { benchOptions, USAGE } from "./bench-options.ts";
import { withBenchTables } from "./report/performance-page.ts";
import { goalsTable, machineLine, sectionTable } from "./report/tables.ts";
import { runBench } from "./run-bench.ts";

/** The bench: `npm run bench -- --help`. Tables go to the output, what is being measured to the error output. */
const RESULT = fileURLToPath(new URL("./results/official.json", import.meta.url));
const PAGE = fileURLToPath(new URL("../../docs/performance.md", import.meta.url));

const words = process.argv.slice(2);
if (words.includes("--help")) console.log(USAGE);
else await main();

async function main(): Promise<void> {
  const options = benchOptions(words);
  const report = await runBench(options, (line) => process.stderr.write(`${line}\n`));
  console.log(machineLine(report));
  for (const section of options.sections) {
    console.log(`\n## ${section}\n\n${sectionTable(report, section)}`);
  }
  console.log(`\n## goals\n\n${goalsTable(report)}`);
  if (report.skipped.some(({ why }) => why.startsWith("it failed"))) process.exitCode = 1;
  const json = `${JSON.stringify(report, undefined, 2)}\n`;
  if (options.json !== undefined) await writeFile(options.json, json);
  if (options.writeDocs) {
    await writeFile(RESULT, json);
    await writeFile(PAGE, withBenchTables(await readFile(PAGE, "utf8"), report));
  }
}
