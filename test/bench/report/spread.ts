/** What several runs gave. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
  readonly runs: readonly number[];
}

export function spreadOf(runs: readonly number[]): Spread {
  const sorted = [...runs].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  const at = (index: number): number => sorted[index] ?? Number.NaN;
  return {
    median: rounded((at(Math.floor(middle)) + at(Math.ceil(middle))) / 2),
    min: rounded(at(0)),
    max: rounded(at(sorted.length - 1)),
    runs: runs.map(rounded),
  };
}

/** Of sorted or unsorted values, the one that so many of a hundred do not exceed. */
export function percentileOf(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.ceil((sorted.length * percent) / 100) - 1] ?? Number.NaN;
}

/** Five digits are more than any of it is worth. */
function rounded(value: number): number {
  return Number(value.toPrecision(5));
}
