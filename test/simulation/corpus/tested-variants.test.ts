import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import { testedVariants } from "./variants/index.ts";

interface Line {
  readonly name: string;
  readonly failed: readonly string[];
  /** Errors outside any test: the variant does not even load. */
  readonly broken: readonly string[];
}

const VITEST = fileURLToPath(new URL("../vitest.mjs", import.meta.resolve("vitest")));
const CONFIG = fileURLToPath(new URL("./tested.config.ts", import.meta.url));

let lines: ReadonlyMap<string, Line>;

beforeAll(async () => {
  // It fails, as it should: every variant breaks a test.
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [VITEST, "run", "--config", CONFIG],
    { maxBuffer: 2 ** 24 },
  ).catch((error: { readonly stdout: string }) => error);
  const told = stdout.split("\n").filter((line) => line.startsWith("{"));
  lines = new Map(told.map((text) => JSON.parse(text) as Line).map((line) => [line.name, line]));
  console.log(`tests of their own kill ${lines.size} variants:`);
  for (const { name, failed } of lines.values()) {
    console.log(`  ${name.padEnd(32)} ${failed.length} failed`);
  }
});

describe("tests of the part itself kill", () => {
  it.each(testedVariants)("$name: $breaks", ({ name }) => {
    const line = lines.get(name);
    expect(line?.broken).toEqual([]);
    expect(line?.failed).not.toEqual([]);
    expect(line).toBeDefined();
  });
});
