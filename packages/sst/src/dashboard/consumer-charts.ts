import { type ChartMetric, chartRow, drawn, type MetricRendering, type Row } from "./widget.ts";

export interface ChartedFunction {
  /** The queues it consumes, by their names in the app. */
  readonly queues: readonly string[];
  readonly functionName: string;
}

export interface ChartedService {
  /** The queue that its workers consume, by its name in the app. */
  readonly queue: string;
  readonly clusterName: string;
  readonly serviceName: string;
}

/** A function that consumes queues: how often it runs, fails and is throttled, how long it takes, how many at a time. */
export function functionCharts({ queues, functionName }: ChartedFunction): Row {
  const metric = (
    name: string,
    label: string,
    stat: MetricRendering["stat"],
    yAxis?: "right",
  ): ChartMetric => drawn(["AWS/Lambda", name, "FunctionName", functionName], label, stat, yAxis);
  const title = titleOf(queues);
  return chartRow({
    [`${title}: invocations`]: [
      metric("Invocations", "invocations", "Sum"),
      metric("Errors", "failed", "Sum"),
      metric("Throttles", "throttled", "Sum"),
    ],
    [`${title}: duration, ms, and concurrency`]: [
      metric("Duration", "mean", "Average"),
      metric("Duration", "longest", "Maximum"),
      metric("ConcurrentExecutions", "at a time", "Maximum", "right"),
    ],
  });
}

/**
 * A service of workers. How many run is a metric of Container Insights; ECS reports the CPU of each running task, and
 * the number of those reports grows with the tasks.
 */
export function serviceCharts({ queue, clusterName, serviceName }: ChartedService): Row {
  const metric = (name: string, label: string, stat: MetricRendering["stat"]): ChartMetric =>
    drawn(["AWS/ECS", name, "ClusterName", clusterName, "ServiceName", serviceName], label, stat);
  return chartRow({
    [`${queue}: workers that run, as reports a minute`]: [
      metric("CPUUtilization", "reports", "SampleCount"),
    ],
    [`${queue}: CPU and memory of its workers, %`]: [
      metric("CPUUtilization", "CPU, mean", "Average"),
      metric("CPUUtilization", "CPU, highest", "Maximum"),
      metric("MemoryUtilization", "memory, mean", "Average"),
      metric("MemoryUtilization", "memory, highest", "Maximum"),
    ],
  });
}

/** A function that consumes many queues is named by the first of them. */
function titleOf([first = "", ...more]: readonly string[]): string {
  return more.length === 0 ? first : `${first} and ${more.length} more`;
}
