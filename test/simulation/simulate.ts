import { parseArgs } from "node:util";
import type { ScriptedFault } from "@celeriac/testing";
import { MARKS } from "./marks.ts";
import { type RunOptions, runSeed, type Verdict } from "./run-seed.ts";

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "1000" },
    from: { type: "string", default: "1" },
    seed: { type: "string" },
    script: { type: "string" },
    tasks: { type: "string" },
    scenario: { type: "string" },
    trace: { type: "boolean", default: false },
  },
});

const options: RunOptions = {
  ...(values.scenario === "short" ? { scenario: "short" } : {}),
  ...(values.script === undefined ? {} : { script: JSON.parse(values.script) as ScriptedFault[] }),
  ...(values.tasks === undefined ? {} : { tasks: values.tasks.split(",") }),
  ...(values.trace
    ? {
        onNote: (ms, what, subject, value) =>
          console.log(`${(ms / 1000).toFixed(3).padStart(9)} ${subject}: ${what} ${value}`),
      }
    : {}),
};

const from = Number(values.seed ?? values.from);
const count = values.seed === undefined ? Number(values.seeds) : 1;
const began = performance.now();
const marks = new Map<string, number>(MARKS.map((mark) => [mark, 0]));
let events = 0;
let faults = 0;
let broken = 0;
for (let seed = from; seed < from + count; seed += 1) {
  const verdict = await runSeed(seed, options);
  events += verdict.events;
  faults += verdict.script.length;
  for (const mark of verdict.marks) marks.set(mark, (marks.get(mark) ?? 0) + 1);
  if (verdict.violations.length > 0) report(verdict);
}
const seconds = (performance.now() - began) / 1000;
for (const [mark, times] of marks) console.log(`${String(times).padStart(7)} ${mark}`);
console.log(
  `${count} seeds, ${broken} broken, ${events} events, ${faults} faults, ${seconds.toFixed(1)} s: ` +
    `${(count / seconds).toFixed(1)} seeds/s`,
);
// Killed sandboxes leave timers of Node's own behind, which would keep this process for minutes.
process.exit(broken > 0 ? 1 : 0);

function report(verdict: Verdict): void {
  broken += 1;
  console.log(`seed ${verdict.seed}: ${verdict.violations.join("; ")}`);
  console.log(`  npm run simulate -- --seed ${verdict.seed} --trace`);
}
