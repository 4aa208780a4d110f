/** What a check found. */
export interface Verdict {
  readonly pass: boolean;
  /** Says what was expected and what was found, with the task's history: of the opposite when it passed. */
  readonly message: string;
  /** For a report that shows a difference. */
  readonly expected?: unknown;
  readonly actual?: unknown;
}

/** Says whether two values are the same: each test library has its own way. */
export type Equals = (actual: unknown, expected: unknown) => boolean;

export interface Finding {
  readonly pass: boolean;
  /** What is spoken of: `charge 0198…`. */
  readonly subject: string;
  /** What was expected of it: `have succeeded`. */
  readonly wanted: string;
  /** What it is instead: `it is RETRY`. */
  readonly found: string;
  /** Stands below. */
  readonly history: string;
  readonly expected?: unknown;
  readonly actual?: unknown;
}

/** Puts a finding into words. */
export function toVerdict(finding: Finding): Verdict {
  const { pass, subject, wanted, found, history, expected, actual } = finding;
  const not = pass ? "not " : "";
  const message = `expected ${subject} ${not}to ${wanted}, but ${found}\n\n${history}`;
  return { pass, message, ...(expected === undefined ? {} : { expected, actual }) };
}
