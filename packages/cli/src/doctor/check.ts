import type { Fix } from "./fix.ts";

/**
 * `missing`: the topology has it and the deployment has not. `unsafe`: tasks may be lost, repeated, stopped or read by
 * others. `drifted`: it is otherwise than the topology says, and safe all the same.
 */
export type Severity = "missing" | "unsafe" | "drifted";

/** One thing that is looked at, for every subject of its kind. */
export interface Check<Subject> {
  /** Stable: programs may know it. */
  readonly id: string;
  readonly severity: Severity;
  /** What is wrong where it is found. */
  readonly title: string;
  /** What comes of it. */
  readonly why: string;
  /** What differs; `undefined` when nothing does. */
  readonly judge: (subject: Subject) => Difference | Untold | undefined;
}

export interface Difference {
  readonly found: string;
  readonly expected: string;
  readonly fix: Fix;
}

/** The answer that was read does not say: this is not known to be good. */
export interface Untold {
  readonly untold: string;
}

/** A check on one number: `undefined` is what the answer does not tell. */
export function onTold<Value>(
  value: Value | undefined,
  name: string,
  judge: (value: Value) => Difference | undefined,
): Difference | Untold | undefined {
  return value === undefined ? { untold: `the answer holds no ${name}` } : judge(value);
}
