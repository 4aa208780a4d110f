/** What one or more test runs came to. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export const noCounts: Counts = { passed: 0, failed: 0, skipped: 0 };

export function addCounts(a: Counts, b: Counts): Counts {
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
  };
}

/** Reads a plain reporter's closing line; any other line gives undefined. */
export function parseCounts(line: string): Counts | undefined {
  const match = /^(\d+) passed, (\d+) failed, (\d+) skipped$/.exec(line.trim());
  if (match === null) return undefined;
  const [passed = 0, failed = 0, skipped = 0] = match.slice(1).map(Number);
  return { passed, failed, skipped };
}

/** Judges a stage by what it printed and how it exited: a bad exit is never zero failures. */
export function countStage(printed: Counts | undefined, succeeded: boolean): Counts {
  const counts = printed ?? noCounts;
  return succeeded || counts.failed > 0 ? counts : { ...counts, failed: 1 };
}
