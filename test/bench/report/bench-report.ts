import { cpus, totalmem } from "node:os";
import type { Figure, Measurement, Skipped } from "./measurement.ts";

/** One whole run of the bench. */
export interface BenchReport {
  /** ISO 8601. */
  readonly date: string;
  readonly machine: Machine;
  /** Kept runs of each thing that is measured. */
  readonly runs: number;
  readonly measurements: readonly Measurement[];
  readonly skipped: readonly Skipped[];
}

interface Machine {
  readonly cores: number;
  readonly processor: string;
  readonly memoryGb: number;
  readonly node: string;
  readonly platform: string;
}

export function machineFacts(): Machine {
  const all = cpus();
  return {
    cores: all.length,
    processor: all[0]?.model.trim() ?? "unknown",
    memoryGb: Math.round(totalmem() / 2 ** 30),
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
  };
}

/** The median of a figure; `undefined` where it was not measured. */
export function medianOf(report: BenchReport, id: string, figure: Figure): number | undefined {
  const measurement = report.measurements.find((each) => each.id === id);
  return measurement?.figures[figure]?.median;
}
