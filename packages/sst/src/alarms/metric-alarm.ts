/** One line of an alarm's metrics: a metric, or an expression over the others by their ids. */
export interface MetricQuery {
  readonly id: string;
  readonly label?: string;
  readonly returnData: boolean;
  readonly expression?: string;
  readonly metric?: {
    readonly namespace: string;
    readonly metricName: string;
    readonly dimensions: Record<string, string>;
    /** Seconds. */
    readonly period: number;
    readonly stat: "Sum" | "Maximum" | "Average" | "SampleCount";
  };
}

/** What a CloudWatch alarm watches, as Pulumi's `aws.cloudwatch.MetricAlarm` takes it; without name and actions. */
export interface MetricAlarm {
  readonly alarmDescription: string;
  readonly comparisonOperator:
    | "GreaterThanThreshold"
    | "GreaterThanOrEqualToThreshold"
    | "LessThanThreshold";
  readonly threshold: number;
  /** How many periods are looked at. */
  readonly evaluationPeriods: number;
  /** How many of them have to breach. */
  readonly datapointsToAlarm: number;
  readonly treatMissingData: "breaching" | "notBreaching" | "ignore";
  /** One of them returns data; CloudWatch takes ten metrics at most (PutMetricAlarm, Metrics). */
  readonly metricQueries: MetricQuery[];
}
