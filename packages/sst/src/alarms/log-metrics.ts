/** A metric that is counted from log lines. */
export interface LogMetricName {
  readonly namespace: string;
  readonly name: string;
}

/** What is counted: attempts after which a task was given up, and those after which it is tried again. */
export type LogMetric = "failures" | "retries";

/** A filter of a consumer's log, as Pulumi's `aws.cloudwatch.LogMetricFilter` takes it; without name and log group. */
export interface LogMetricFilter {
  readonly pattern: string;
  readonly metricTransformation: {
    readonly name: string;
    readonly namespace: string;
    readonly value: "1";
    readonly unit: "Count";
  };
}

/** The engine's words, on both hosts. What a task's `expected` names is logged in others. */
const MESSAGES: Readonly<Record<LogMetric, string>> = {
  failures: "task failed",
  retries: "task failed and is tried again",
};

/**
 * Counts log lines of one queue in its consumer's log group, which other queues may share. Both hosts' loggers write JSON
 * with these fields: the message as `message`, the queue's name in the app as `queue`. Nothing is counted while there is
 * no such line, so that the metric costs nothing then.
 */
export function logMetricFilter(
  queue: string,
  kind: LogMetric,
  metric: LogMetricName,
): LogMetricFilter {
  return {
    pattern: `{ ($.message = "${MESSAGES[kind]}") && ($.queue = "${queue}") }`,
    metricTransformation: {
      name: metric.name,
      namespace: metric.namespace,
      value: "1",
      unit: "Count",
    },
  };
}
