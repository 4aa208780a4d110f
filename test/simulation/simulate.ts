import { parseArgs } from "node:util";
import type { ScriptedFault } from "@celeriac/testing/models";
import { pairsOfFaults, singleFaults } from "./exhaustive.ts";
import { failedSeeds } from "./failed-seeds.ts";
import { count, createTally, explain, type Tally } from "./report.ts";
import { type RunOptions, runSeed } from "./run-seed.ts";

/**
 * Lives through many histories: `npm run simulate -- --seeds 1000 --from 1`. Ends with 1 when a promise was broken.
 * `--seed N --trace` shows one; `--script '[…]'` lives through it with exactly these faults; `--tasks a,b` with these
 * tasks; `--exhaustive` tries every fault at every call of the short scenario, and every pair in its first calls
 * (`--pairs 4`: each fourth); `--share 0/2` takes every second history, for two processes side by side; `--json` ends
 * with one line for programs.
 */
const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "1000" },
    from: { type: "string", default: "1" },
    seed: { type: "string" },
    script: { type: "string" },
    tasks: { type: "string" },
    scenario: { type: "string", default: "full" },
    exhaustive: { type: "boolean", default: false },
    pairs: { type: "string", default: "1" },
    share: { type: "string", default: "0/1" },
    trace: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
  },
});

const SHORTENED_AT_MOST = 5;
/** Every single fault is tried in so many orders of the same events. */
const EXHAUSTED_SEEDS = 4;

// Errors are made by the thousand here, and nobody reads their stacks.
Error.stackTraceLimit = values.trace ? 10 : 0;
const [mine = 0, shares = 1] = values.share.split("/").map(Number);
const options: RunOptions = {
  scenario: values.exhaustive || values.scenario === "short" ? "short" : "full",
  ...(values.script === undefined ? {} : { script: JSON.parse(values.script) as ScriptedFault[] }),
  ...(values.tasks === undefined ? {} : { tasks: values.tasks.split(",") }),
  ...(values.trace ? { onNote } : {}),
};

const tally = createTally();
const began = performance.now();
if (values.exhaustive) await liveThroughFaults(tally);
else for (const seed of seeds()) count(tally, await runSeed(seed, options));
const seconds = (performance.now() - began) / 1000;

for (const verdict of tally.broken.slice(0, SHORTENED_AT_MOST)) {
  const { onNote: _onNote, ...silent } = options;
  console.log(await explain(verdict, silent));
}
for (const { seed, violations } of tally.broken.slice(SHORTENED_AT_MOST)) {
  console.log(`seed ${seed}: ${violations.join("; ")}`);
}
if (!values.exhaustive) {
  for (const [mark, times] of tally.marks) console.log(`${String(times).padStart(7)} ${mark}`);
}
console.log(
  `${tally.seeds} histories, ${tally.broken.length} broken, ${tally.events} events, ${tally.faults} faults, ` +
    `${seconds.toFixed(1)} s: ${(tally.seeds / seconds).toFixed(1)} seeds/s`,
);
if (values.json) console.log(JSON.stringify({ ...tally, marks: Object.fromEntries(tally.marks) }));
// Killed sandboxes leave timers of Node's own behind, which would keep this process for minutes.
process.exit(tally.broken.length > 0 ? 1 : 0);

/** Those that failed once come first. */
function seeds(): readonly number[] {
  if (values.seed !== undefined) return [whole("seed", values.seed)];
  const from = whole("from", values.from);
  const fresh = Array.from({ length: whole("seeds", values.seeds) }, (_, index) => from + index);
  return [...failedSeeds, ...fresh].filter((_, index) => index % shares === mine);
}

async function liveThroughFaults(into: Tally): Promise<void> {
  const first = whole("from", values.seed ?? values.from);
  let index = 0;
  for (const { seed, script } of await faultyHistories(first)) {
    if (index % shares === mine) count(into, await runSeed(seed, { ...options, script }));
    index += 1;
  }
}

type FaultyHistory = { readonly seed: number; readonly script: readonly ScriptedFault[] };

async function faultyHistories(first: number): Promise<readonly FaultyHistory[]> {
  const histories: FaultyHistory[] = [];
  for (let seed = first; seed < first + EXHAUSTED_SEEDS; seed += 1) {
    const { calls } = await runSeed(seed, options);
    for (const script of singleFaults(calls)) histories.push({ seed, script });
    if (seed > first) continue;
    for (const script of pairsOfFaults(calls, whole("pairs", values.pairs)))
      histories.push({ seed, script });
  }
  return histories;
}

function onNote(ms: number, what: string, subject: string, value: number): void {
  console.log(`${(ms / 1000).toFixed(3).padStart(9)} ${subject}: ${what} ${value}`);
}

function whole(option: string, text: string): number {
  const value = Number(text);
  if (text !== "" && Number.isSafeInteger(value) && value >= 0) return value;
  throw new Error(`--${option} is ${JSON.stringify(text)}: expected a whole number, 0 or more`);
}
