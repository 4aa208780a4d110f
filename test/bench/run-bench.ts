import type { BenchOptions } from "./bench-options.ts";
import { type BenchReport, machineFacts } from "./report/bench-report.ts";
import type { Measurement, Section, Skipped } from "./report/measurement.ts";
import { measureBundle } from "./sections/measure-bundle.ts";
import { measureCalls } from "./sections/measure-calls.ts";
import { measureDrains } from "./sections/measure-drains.ts";
import { measureEnqueue } from "./sections/measure-enqueue.ts";
import { measureLatency } from "./sections/measure-latency.ts";
import { measureMemory } from "./sections/measure-memory.ts";
import { measureProcess } from "./sections/measure-process.ts";
import type { MeasureSection, Plan } from "./sections/plan.ts";

const MEASURES: Readonly<Record<Section, MeasureSection>> = {
  process: measureProcess,
  enqueue: measureEnqueue,
  drain: measureDrains,
  latency: measureLatency,
  calls: measureCalls,
  bundle: measureBundle,
  memory: measureMemory,
};

/** A quick run is this share of the usual one. */
const QUICK_SHARE = 0.01;

/** Runs the sections that were asked for, one after the other; what fails is among what was skipped. */
export async function runBench(
  options: Pick<BenchOptions, "sections" | "peers" | "quick" | "runs">,
  say: (line: string) => void,
): Promise<BenchReport> {
  const { sections, peers, quick, runs } = options;
  const measurements: Measurement[] = [];
  const skipped: Skipped[] = [];
  const plan: Plan = {
    repeats: quick ? { runs: 1, warmUps: 0, retakes: 0 } : { runs, warmUps: 1, retakes: 2 },
    share: quick ? QUICK_SHARE : 1,
    peers,
    skip: (section, what, why) => {
      skipped.push({ section, what, why });
      say(`${section}: ${what}: skipped, ${why}`);
    },
    fail: (section, what, error) => {
      const [line = ""] = String(error).split("\n");
      const why = `it failed: ${line}`;
      skipped.push({ section, what, why });
      say(`${section}: ${what}: ${why}`);
    },
    say,
  };
  const date = new Date().toISOString();
  for (const section of sections) {
    const told = { ...plan, say: (line: string) => say(`${section}: ${line}`) };
    try {
      measurements.push(...(await MEASURES[section](told)));
    } catch (error) {
      plan.fail(section, "the whole section", error);
    }
  }
  return { date, machine: machineFacts(), runs, measurements, skipped };
}
