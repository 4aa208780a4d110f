import type { Repeats } from "../repeat.ts";
import type { Measurement, Section } from "../report/measurement.ts";

/** How the bench is to be run. */
export interface Plan {
  readonly repeats: Repeats;
  /** Of the usual number of tasks, this share. */
  readonly share: number;
  /** Other systems are measured beside. */
  readonly peers: boolean;
  /** Told what cannot be measured here. */
  readonly skip: (section: Section, what: string, why: string) => void;
  /** Told what was tried and failed; the rest goes on. */
  readonly fail: (section: Section, what: string, error: unknown) => void;
  /** Told what is being measured. */
  readonly say: (line: string) => void;
}

/** One part of the bench. */
export type MeasureSection = (plan: Plan) => Promise<readonly Measurement[]>;

/** So many tasks, of the usual number. */
export function tasksOf(plan: Plan, usual: number): number {
  return Math.max(40, Math.ceil(usual * plan.share));
}
