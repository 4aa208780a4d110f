import type { MetricAlarm, MetricQuery } from "../alarms/metric-alarm.ts";
import { metricMath, type Value } from "./metric-math.ts";

type Metric = NonNullable<MetricQuery["metric"]>;

/** What CloudWatch has of a metric for one minute, by now. */
export type Published = (metric: Metric, minute: number) => Value;

export interface AlarmEvaluation {
  readonly state: "OK" | "ALARM" | "INSUFFICIENT_DATA";
  /** The datapoints that it was judged by, newest first. */
  readonly recent: readonly number[];
}

export interface VirtualAlarm {
  /** Judges the alarm at the end of a minute: CloudWatch does so each minute, whatever the period. */
  evaluate(minute: number): AlarmEvaluation;
}

/** CloudWatch looks a little further back than the evaluation periods when datapoints are missing. */
const MORE_PERIODS = 2;

/** A CloudWatch alarm as its user guide describes it ("Configuring how CloudWatch alarms treat missing data"). */
export function createVirtualAlarm(alarm: MetricAlarm, published: Published): VirtualAlarm {
  let state: AlarmEvaluation["state"] = "INSUFFICIENT_DATA";
  const compute = returnedValue(alarm.metricQueries);
  return {
    evaluate(minute) {
      const periods = alarm.evaluationPeriods;
      const found = Array.from({ length: periods + MORE_PERIODS }, (_, back) =>
        compute(periodValues(alarm.metricQueries, published, minute, back)),
      ).filter((value) => value !== undefined);
      const recent = found.slice(0, periods);
      state = judge(alarm, recent, state);
      return { state, recent };
    },
  };
}

function judge(
  alarm: MetricAlarm,
  recent: readonly number[],
  before: AlarmEvaluation["state"],
): AlarmEvaluation["state"] {
  const missing = alarm.evaluationPeriods - recent.length;
  const breaching = recent.filter((value) => breaches(alarm, value)).length;
  const toAlarm = alarm.datapointsToAlarm;
  if (breaching >= toAlarm) return "ALARM";
  switch (alarm.treatMissingData) {
    case "breaching":
      return breaching + missing >= toAlarm ? "ALARM" : "OK";
    case "notBreaching":
      return "OK";
    case "ignore":
      return breaching + missing >= toAlarm ? before : "OK";
  }
}

function breaches({ comparisonOperator, threshold }: MetricAlarm, value: number): boolean {
  switch (comparisonOperator) {
    case "GreaterThanThreshold":
      return value > threshold;
    case "GreaterThanOrEqualToThreshold":
      return value >= threshold;
    case "LessThanThreshold":
      return value < threshold;
  }
}

/** What is made of a period's values. */
function returnedValue(
  queries: readonly MetricQuery[],
): (values: Readonly<Record<string, Value>>) => Value {
  const returned = queries.filter(({ returnData }) => returnData);
  const [query] = returned;
  if (query === undefined || returned.length > 1) throw new Error("one query has to return data");
  return query.expression === undefined
    ? (values) => values[query.id]
    : metricMath(query.expression);
}

/** Each metric's value, so many periods back. */
function periodValues(
  queries: readonly MetricQuery[],
  published: Published,
  minute: number,
  back: number,
): Record<string, Value> {
  const values: Record<string, Value> = {};
  for (const { id, metric } of queries) {
    if (metric === undefined) continue;
    const length = metric.period / 60;
    const minutes = Array.from({ length }, (_, index) => minute - back * length - index);
    values[id] = aggregate(
      metric.stat,
      minutes.map((each) => published(metric, each)).filter((value) => value !== undefined),
    );
  }
  return values;
}

function aggregate(stat: Metric["stat"], values: readonly number[]): Value {
  if (values.length === 0) return undefined;
  const sum = values.reduce((total, value) => total + value, 0);
  switch (stat) {
    case "Sum":
    // What is published is a count of samples already.
    case "SampleCount":
      return sum;
    case "Average":
      return sum / values.length;
    case "Maximum":
      return Math.max(...values);
  }
}
