import { type DashboardContent, dashboardBody } from "../dashboard/dashboard-body.ts";
import type { Context } from "./context.ts";
import type { Monitored } from "./create-monitoring.ts";
import { logMetricName } from "./log-metric-name.ts";
import { transformed } from "./transforms.ts";

/** The CloudWatch dashboard of the app's queues, consumers, table and alarms. */
export function createDashboard(
  context: Context,
  monitored: Monitored,
  alarms: readonly aws.cloudwatch.MetricAlarm[],
): aws.cloudwatch.Dashboard {
  const { names, physical, transform, options } = context;
  return new aws.cloudwatch.Dashboard(
    ...transformed(
      transform.dashboard,
      names.shared("Dashboard"),
      {
        dashboardName: physical.dashboard,
        dashboardBody: contentOf(context, monitored, alarms).apply(dashboardBody),
      },
      options,
    ),
  );
}

function contentOf(
  context: Context,
  { queues, table, consumers, workers }: Monitored,
  alarms: readonly aws.cloudwatch.MetricAlarm[],
): $util.Output<DashboardContent> {
  const { topology, region } = context;
  return $util.output({
    app: topology.app,
    stage: $app.stage,
    region,
    queues: queues.pairs.map(({ resource, queue, deadLetters }) => ({
      name: resource.name,
      queueName: queue.nodes.queue.name,
      deadLetterQueueName: deadLetters.nodes.queue.name,
      failures: logMetricName(context, resource.name, "failures"),
      retries: logMetricName(context, resource.name, "retries"),
    })),
    functions: consumers.map((consumer) => ({
      queues: [...consumer.queues],
      functionName: consumer.function.name,
    })),
    services: $dev
      ? []
      : workers.map(({ queue, cluster, service }) => ({
          queue: queue.name,
          clusterName: cluster.nodes.cluster.name,
          serviceName: service.nodes.service.apply(({ name }) => name),
        })),
    tableName: table.name,
    alarmArns: alarms.map(({ arn }) => arn),
  });
}
