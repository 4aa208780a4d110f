import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { MARKS } from "./marks.ts";

const CLI = fileURLToPath(new URL("simulate.ts", import.meta.url));
const SEEDS = 5000;
const PROCESSES = 2;
const MEGABYTE = 1024 * 1024;

interface Tally {
  readonly seeds: number;
  readonly marks: Readonly<Record<string, number>>;
}

/** Lives through histories in as many processes as the build server has cores; what breaks is in the error's text. */
async function simulate(...options: string[]): Promise<Tally[]> {
  const shares = Array.from({ length: PROCESSES }, (_, index) => `${index}/${PROCESSES}`);
  return Promise.all(shares.map((share) => simulateShare([...options, "--share", share])));
}

async function simulateShare(options: string[]): Promise<Tally> {
  const command = [CLI, ...options, "--json"];
  const run = promisify(execFile)(process.execPath, command, { maxBuffer: 64 * MEGABYTE });
  const { stdout } = await run.catch((error: { readonly stdout?: string }) => {
    throw new Error(`a promise was broken:\n${error.stdout ?? String(error)}`);
  });
  return JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as Tally;
}

const seedsIn = (tallies: readonly Tally[]): number =>
  tallies.reduce((sum, { seeds }) => sum + seeds, 0);

describe("the delivery protocol, under faults", () => {
  it(`keeps its promises in ${SEEDS} histories, which meet everything they have to`, async () => {
    const tallies = await simulate("--seeds", String(SEEDS));
    expect(seedsIn(tallies)).toBeGreaterThanOrEqual(SEEDS);
    const unseen = MARKS.filter((mark) => tallies.every(({ marks }) => (marks[mark] ?? 0) === 0));
    expect(unseen).toEqual([]);
  });

  it("keeps its promises under every fault at every call, and under every pair of early ones", async () => {
    const tallies = await simulate("--exhaustive");
    expect(seedsIn(tallies)).toBeGreaterThan(10_000);
  });
});
