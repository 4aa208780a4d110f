import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import { runSeed } from "../run-seed.ts";
import type { VariantEnd } from "./run-variant.ts";
import { simulatedVariants } from "./variants/index.ts";

const AT_A_TIME = 2;
const LONGEST_RUN_MS = 120_000;
const RUN_VARIANT = fileURLToPath(new URL("./run-variant.ts", import.meta.url));

/** Each in a process of its own: what it loads is patched, and it may never come to an end. */
async function run(name: string): Promise<VariantEnd> {
  const command = ["--no-warnings", RUN_VARIANT, name];
  const { stdout } = await promisify(execFile)(process.execPath, command, {
    timeout: LONGEST_RUN_MS,
    maxBuffer: 2 ** 24,
  });
  return JSON.parse(stdout) as VariantEnd;
}

const ends = new Map<string, VariantEnd | Error>();

beforeAll(async () => {
  const names = simulatedVariants.map(({ name }) => name).values();
  const runOneByOne = async (): Promise<void> => {
    for (const name of names) {
      ends.set(name, await run(name).catch((error: Error) => error));
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, runOneByOne));
  console.log("variants that the simulation kills, and how many seeds each took:");
  for (const { name } of simulatedVariants)
    console.log(`  ${name.padEnd(32)} ${fate(ends.get(name))}`);
});

function fate(end: VariantEnd | Error | undefined): string {
  if (end === undefined) return "was not run";
  if (end instanceof Error) return `broke: ${end.message.split("\n")[0]}`;
  if (end.seed === undefined) return `survived ${end.seeds} seeds`;
  return `${String(end.seeds).padStart(4)} seeds  ${end.violations[0]?.slice(0, 90)}`;
}

describe("the simulation kills", () => {
  it.each(simulatedVariants)("$name: $breaks", async ({ name, run: options }) => {
    const end = ends.get(name);
    if (end === undefined || end instanceof Error) throw end ?? new Error("it was not run");
    expect(end.violations).not.toEqual([]);
    // By its own fault: the code as it is survives the same history.
    expect(await runSeed(end.seed ?? 0, options)).toMatchObject({ violations: [] });
  });
});
