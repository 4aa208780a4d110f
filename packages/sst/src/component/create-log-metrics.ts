import { logMetricFilter } from "../alarms/log-metrics.ts";
import type { Context } from "./context.ts";
import type { Monitored } from "./create-monitoring.ts";
import { logMetricName } from "./log-metric-name.ts";

/** Counts, by queue, the attempts that fail for good and those that are tried again, in the consumers' logs. */
export function createLogMetrics(context: Context, { consumers, workers }: Monitored): void {
  for (const { queues, logGroup } of consumers) {
    for (const queue of queues) createFilters(context, queue, logGroup.name);
  }
  // In `sst dev` a worker writes to the developer's terminal.
  if ($dev) return;
  for (const { queue, service, logGroupName } of workers) {
    // SST makes the log group with the task definition.
    const made = service.nodes.taskDefinition.apply(() => logGroupName);
    createFilters(context, queue.name, made);
  }
}

function createFilters(context: Context, queue: string, logGroupName: $util.Output<string>): void {
  const { names, physical, options } = context;
  for (const kind of ["failures", "retries"] as const) {
    const metric = logMetricName(context, queue, kind);
    const { pattern, metricTransformation } = logMetricFilter(queue, kind, metric);
    new aws.cloudwatch.LogMetricFilter(
      names.queue("Log", queue, `${kind}-metric`),
      {
        name: physical.metricFilter(queue, kind),
        logGroupName,
        pattern,
        metricTransformation,
      },
      options,
    );
  }
}
