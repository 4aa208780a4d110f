import type { Severity } from "./check.ts";
import type { Fix } from "./fix.ts";

/** What a finding is about. */
export interface Subject {
  readonly kind:
    | "queue"
    | "dead-letter queue"
    | "function"
    | "mapping"
    | "worker"
    | "table"
    | "bucket"
    | "schedule group"
    | "schedule"
    | "scheduler role";
  /** The logical name, as in the app, where it has one. */
  readonly name: string;
  /** Where it is: ARN, URL or physical name; empty when it is not there. */
  readonly location: string;
}

export interface Finding {
  readonly id: string;
  readonly severity: Severity;
  readonly subject: Subject;
  readonly found: string;
  readonly expected: string;
  readonly why: string;
  readonly fix: Fix;
}

/** Checks that could not be made: nobody knows how it stands with them. */
export interface NotChecked {
  readonly subject: Subject;
  /** The ids of the checks. */
  readonly checks: readonly string[];
  readonly why: string;
}

export interface Diagnosis {
  readonly findings: readonly Finding[];
  readonly notChecked: readonly NotChecked[];
  /** How many checks were made. */
  readonly checked: number;
}
