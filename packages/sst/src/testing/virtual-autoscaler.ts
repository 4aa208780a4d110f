import type { ScalingRule } from "../scaling/scaling-plan.ts";
import type { AlarmEvaluation } from "./virtual-alarm.ts";

/** What AWS's documents leave open: a plan has to do with every reading. */
export interface AutoscalerReading {
  /** Whether a policy judges by all of the alarm's datapoints, or by the newest. */
  readonly judgesBy: "all" | "newest";
  /** Whether fewer workers by `ExactCapacity` wait for the cooldown of the change before. */
  readonly shrinkingCools: boolean;
}

/** Application Auto Scaling on one service: step scaling with exact capacities (its user guide, "How step scaling works"). */
export class VirtualAutoscaler {
  desired: number;
  readonly #min: number;
  readonly #max: number;
  readonly #reading: AutoscalerReading;
  #coolUntil = Number.NEGATIVE_INFINITY;

  constructor(min: number, max: number, reading: AutoscalerReading) {
    this.desired = min;
    this.#min = min;
    this.#max = max;
    this.#reading = reading;
  }

  /** An alarm in ALARM invokes its policy, once a minute. */
  invoke({ policy, alarm }: ScalingRule, { recent }: AlarmEvaluation, minute: number): void {
    const { stepAdjustments, cooldown } = policy.stepScalingPolicyConfiguration;
    const judged = this.#reading.judgesBy === "all" ? recent : recent.slice(0, 1);
    if (judged.length === 0) return;
    const breach = Math.max(...judged) - alarm.threshold;
    const step = stepAdjustments.find((each) => {
      const lower = Number(each.metricIntervalLowerBound ?? Number.NEGATIVE_INFINITY);
      const upper = Number(each.metricIntervalUpperBound ?? Number.POSITIVE_INFINITY);
      return breach >= 0 ? lower <= breach && breach < upper : lower < breach && breach <= upper;
    });
    if (step === undefined) return;
    const wanted = Math.min(this.#max, Math.max(this.#min, step.scalingAdjustment));
    if (wanted === this.desired) return;
    if (wanted < this.desired && this.#reading.shrinkingCools && minute < this.#coolUntil) return;
    this.desired = wanted;
    this.#coolUntil = minute + cooldown / 60;
  }
}
