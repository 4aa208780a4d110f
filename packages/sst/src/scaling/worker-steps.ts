/** So many workers for a backlog of up to so many messages. */
export interface WorkerStep {
  readonly workers: number;
  /** The largest backlog; `undefined` for the last step. */
  readonly upTo: number | undefined;
}

/** Application Auto Scaling: step adjustments of one policy (its user guide, "Quotas"). */
export const MAX_STEPS = 20;

/**
 * How many workers a backlog of one message or more is worth: one for each `backlogPerWorker` begun, within `min` and
 * `max`. Where that needs more than {@link MAX_STEPS} steps they grow geometrically, and a step has as many workers as
 * its largest backlog is worth: never fewer than wanted.
 */
export function workerSteps(min: number, max: number, backlogPerWorker: number): WorkerStep[] {
  const counts = workerCounts(Math.max(min, 1), max);
  return counts.map((workers, index) => ({
    workers,
    upTo: index === counts.length - 1 ? undefined : workers * backlogPerWorker,
  }));
}

/** From the least to the most, each larger than the one before. */
function workerCounts(least: number, most: number): number[] {
  const counts = [least];
  for (let last = least; last < most; counts.push(last)) {
    const stepsLeft = MAX_STEPS - counts.length;
    const exact = most - last <= stepsLeft;
    const ratio = (most / last) ** (1 / stepsLeft);
    last = exact ? last + 1 : Math.max(last + 1, Math.round(last * ratio));
  }
  return counts;
}
