/**
 * Runs npm scripts one after another, all of them even when one fails, and ends with one line that sums up every
 * stage's tests: `N passed, N failed, N skipped`. A stage that fails without counting tests counts as one failure.
 *
 *     node tools/run-stages.ts lint types test:unit
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { addCounts, type Counts, countStage, noCounts, parseCounts } from "./counts.ts";

/** Vitest says this on every run, whichever project is selected. */
const noise = /Testing types with tsc|Breaking changes might not follow SemVer/;

async function runStage(script: string): Promise<Counts> {
  console.log(`\n== ${script}`);
  const began = performance.now();
  const child = spawn("npm", ["run", "--silent", script], { stdio: ["ignore", "pipe", "pipe"] });
  const exit = once(child, "close");
  let printed: Counts | undefined;
  const pass = async (stream: Readable): Promise<void> => {
    for await (const line of createInterface({ input: stream })) {
      if (noise.test(line)) continue;
      printed = parseCounts(line) ?? printed;
      console.log(line);
    }
  };
  await Promise.all([pass(child.stdout), pass(child.stderr)]);
  const [code] = await exit;
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(`== ${script}: ${code === 0 ? "ok" : `failed (exit ${code})`}, ${seconds} s`);
  return countStage(printed, code === 0);
}

let total = noCounts;
for (const script of process.argv.slice(2)) total = addCounts(total, await runStage(script));
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed === 0 ? 0 : 1;
