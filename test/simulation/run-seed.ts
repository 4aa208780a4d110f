import {
  type CallFaultKind,
  chanceFaults,
  type FaultScript,
  type Kernel,
  type ScriptedFault,
  scriptedFaults,
} from "@celeriac/testing/models";
import { loadEverything } from "./load-everything.ts";
import type { Mark } from "./marks.ts";
import { DIRECTED, FULL, type PlannedTask, SHORT, startScenario, TICKING } from "./scenario.ts";
import { World } from "./world.ts";

export interface RunOptions {
  /** `short`: few tasks, and nothing goes wrong but what `script` says. @defaultValue "full" */
  readonly scenario?: "full" | "short";
  /** Exactly these faults instead of faults by chance. */
  readonly script?: readonly ScriptedFault[];
  /** Faults by chance are of these kinds. @defaultValue all, of which a random subset is on in each history */
  readonly kinds?: readonly CallFaultKind[];
  /** Only these tasks of the scenario, each for certain. */
  readonly tasks?: readonly string[];
  /** Told every line of the history. */
  readonly onNote?: (ms: number, what: string, subject: string, value: number) => void;
}

/** How one history ended. */
export interface Verdict {
  readonly seed: number;
  /** Broken promises, each with its text; none when all is well. */
  readonly violations: readonly string[];
  /** What the history met of what every suite has to meet. */
  readonly marks: readonly Mark[];
  /** Timers run: arrivals, answers, ends of waits. */
  readonly events: number;
  /** Calls to ports. */
  readonly calls: number;
  /** All faults that happened, as a script that replays them. */
  readonly script: readonly ScriptedFault[];
  /** One number for the whole history: the same seed and options give the same. */
  readonly traceHash: number;
  /** How long the history was, virtual ms. */
  readonly virtualMs: number;
}

const STORM_MS = 60_000;
const SHORT_STORM_MS = 12_000;
const SHORT_REDRIVES_AT = [5000, 9000];
/** Within this everything has to be done once the storm is over: a task that sleeps for over an hour, and all redrives. */
const CALM_LIMIT_MS = 90 * 60_000;
const MOST_EVENTS = 400_000;
const CHECK_EVERY_MS = 1000;
/** Longer than a lease and the allowance for clocks. */
const LONGEST_FAULT_MS = 14_000;

/** Lives through one history: the real client, engine and hosts on models of AWS, with faults, then a calm. */
export async function runSeed(seed: number, options: RunOptions = {}): Promise<Verdict> {
  await loadEverything();
  return liveThrough(seed, options);
}

async function liveThrough(seed: number, options: RunOptions): Promise<Verdict> {
  const short = options.scenario === "short";
  const world = new World({
    seed,
    nasty: !short,
    faults: (kernel) => faultsOf(kernel, options),
    onNote: options.onNote,
  });
  const startedAt = world.kernel.clock.now();
  const scenario = startScenario(world, {
    tasks: plannedTasks(options),
    stormMs: short ? SHORT_STORM_MS : STORM_MS,
    redrivesAt: short ? SHORT_REDRIVES_AT : [],
    eventful: !short,
  });
  const stuck: string[] = [];
  let events = 0;
  let checkAt = startedAt + CHECK_EVERY_MS;
  const isOver = (): boolean => {
    events += 1;
    if (events > MOST_EVENTS) throw new Error(`more than ${MOST_EVENTS} events`);
    if (world.kernel.clock.now() < checkAt) return false;
    checkAt = world.kernel.clock.now() + CHECK_EVERY_MS;
    return scenario.isOver();
  };
  try {
    await world.kernel.clock.drainUntil(isOver, STORM_MS + CALM_LIMIT_MS);
    world.laws.checkEnd();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    stuck.push(`liveness: not drained: ${scenario.rest()} (${why})`);
  }
  return {
    seed,
    violations: [
      ...world.laws.violations,
      ...world.conduct.violations,
      ...world.keys.violations,
      ...world.ticks.violations,
      ...stuck,
    ],
    marks: [...world.marks.seen],
    events,
    calls: world.faults.calls,
    script: world.faults.happened,
    traceHash: world.kernel.traceHash,
    virtualMs: world.kernel.clock.now() - startedAt,
  };
}

function faultsOf(kernel: Kernel, { script, scenario, kinds }: RunOptions): FaultScript {
  if (script !== undefined) return scriptedFaults(script);
  if (scenario === "short") return scriptedFaults([]);
  const random = kernel.random("faults");
  return chanceFaults({ random, longestMs: LONGEST_FAULT_MS, ...(kinds ? { kinds } : {}) });
}

function plannedTasks({ scenario, tasks }: RunOptions): readonly PlannedTask[] {
  const all = scenario === "short" ? SHORT : FULL;
  if (tasks === undefined) return all;
  const every = [...all, ...DIRECTED, ...TICKING];
  const known = every.map(({ name }) => name);
  const unknown = tasks.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new Error(`the scenario has no task ${unknown}: expected of ${known.join(", ")}`);
  }
  return every.filter(({ name }) => tasks.includes(name)).map((task) => ({ ...task, chance: 1 }));
}
