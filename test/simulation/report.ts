import { MARKS, type Mark } from "./marks.ts";
import { type RunOptions, runSeed, type Verdict } from "./run-seed.ts";
import { shortenScript } from "./shorten-script.ts";

/** What many histories came to. */
export interface Tally {
  seeds: number;
  events: number;
  faults: number;
  readonly broken: Verdict[];
  readonly marks: Map<Mark, number>;
}

export function createTally(): Tally {
  const marks = new Map(MARKS.map((mark): [Mark, number] => [mark, 0]));
  return { seeds: 0, events: 0, faults: 0, broken: [], marks };
}

export function count(tally: Tally, verdict: Verdict): void {
  tally.seeds += 1;
  tally.events += verdict.events;
  tally.faults += verdict.script.length;
  for (const mark of verdict.marks) tally.marks.set(mark, (tally.marks.get(mark) ?? 0) + 1);
  if (verdict.violations.length > 0) tally.broken.push(verdict);
}

/** What broke, the command that replays it, and the shortest script of faults that still breaks it. */
export async function explain(verdict: Verdict, options: RunOptions): Promise<string> {
  const shortest = await shortenScript(verdict.script, async (script) => {
    const { violations } = await runSeed(verdict.seed, { ...options, script });
    return violations.length > 0;
  });
  const scenario = options.scenario === "short" ? " --scenario short" : "";
  const tasks = options.tasks === undefined ? "" : ` --tasks ${options.tasks.join(",")}`;
  const command = `npm run simulate -- --seed ${verdict.seed}${scenario}${tasks}`;
  return [
    `seed ${verdict.seed}: ${verdict.violations.join("; ")}`,
    `  replay:   ${command} --trace`,
    `  shortest: ${command} --trace --script '${JSON.stringify(shortest)}'`,
  ].join("\n");
}
