import type { MetricAlarm, MetricQuery } from "../alarms/metric-alarm.ts";
import { type MathReading, metricMath, type Series, type Value } from "./metric-math.ts";

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
export function createVirtualAlarm(
  alarm: MetricAlarm,
  published: Published,
  reading?: MathReading,
): VirtualAlarm {
  let state: AlarmEvaluation["state"] = "INSUFFICIENT_DATA";
  const periods = alarm.evaluationPeriods;
  const compute = returned(alarm.metricQueries, reading);
  return {
    evaluate(minute) {
      const series = seriesOf(alarm.metricQueries, published, minute, periods + MORE_PERIODS);
      const found = compute(series).filter((value) => value !== undefined);
      const recent = found.slice(-periods).reverse();
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

/** What is made of the metrics. */
function returned(
  queries: readonly MetricQuery[],
  reading: MathReading | undefined,
): (metrics: Readonly<Record<string, Series>>) => Series {
  const [query, ...more] = queries.filter(({ returnData }) => returnData);
  if (query === undefined || more.length > 0) throw new Error("one query has to return data");
  return query.expression === undefined
    ? (metrics) => metrics[query.id] ?? []
    : metricMath(query.expression, reading);
}

/** Each metric's values in so many periods, oldest first. */
function seriesOf(
  queries: readonly MetricQuery[],
  published: Published,
  minute: number,
  count: number,
): Record<string, Series> {
  const series: Record<string, Series> = {};
  for (const { id, metric } of queries) {
    if (metric === undefined) continue;
    const length = metric.period / 60;
    series[id] = Array.from({ length: count }, (_, index) => {
      const last = minute - (count - 1 - index) * length;
      const minutes = Array.from({ length }, (__, back) => last - back);
      const values = minutes.map((each) => published(metric, each));
      return aggregate(
        metric.stat,
        values.filter((value) => value !== undefined),
      );
    });
  }
  return series;
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
