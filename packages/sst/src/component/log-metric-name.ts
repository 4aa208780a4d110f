import type { LogMetric, LogMetricName } from "../alarms/log-metrics.ts";
import type { Context } from "./context.ts";

/** The metric that counts a queue's failures or retries. */
export function logMetricName(
  { physical }: Context,
  queue: string,
  kind: LogMetric,
): LogMetricName {
  return { namespace: physical.metricNamespace, name: physical.metric(queue, kind) };
}
