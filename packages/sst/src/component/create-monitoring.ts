import type { AlarmOptions } from "../alarms/alarm-options.ts";
import { alarmSettings } from "../alarms/alarm-settings.ts";
import { functionAlarms } from "../alarms/function-alarms.ts";
import type { MetricAlarm } from "../alarms/metric-alarm.ts";
import { queueAlarms, type WatchedQueue } from "../alarms/queue-alarms.ts";
import { tableAlarms } from "../alarms/table-alarms.ts";
import type { CeleriacArgs } from "./celeriac-args.ts";
import type { Context } from "./context.ts";
import { type AlarmTarget, createAlarm } from "./create-alarm.ts";
import type { Consumer } from "./create-consumers.ts";
import { createDashboard } from "./create-dashboard.ts";
import { createLogMetrics } from "./create-log-metrics.ts";
import type { QueuePair, Queues } from "./create-queues.ts";
import type { Worker } from "./create-workers.ts";
import { logMetricName } from "./log-metric-name.ts";

export interface Monitored {
  readonly queues: Queues;
  readonly table: sst.aws.Dynamo;
  readonly consumers: readonly Consumer[];
  readonly workers: readonly Worker[];
}

export interface Monitoring {
  readonly alarms: readonly aws.cloudwatch.MetricAlarm[];
  readonly dashboard: aws.cloudwatch.Dashboard | undefined;
}

/** Counts failures in the logs, and makes alarms and the dashboard. */
export function createMonitoring(
  context: Context,
  args: CeleriacArgs,
  monitored: Monitored,
): Monitoring {
  createLogMetrics(context, monitored);
  const options = alarmOptions(args.alarms);
  const alarms =
    options === undefined
      ? []
      : [
          ...monitored.queues.pairs.flatMap((pair) =>
            watchQueue(context, options, monitored, pair),
          ),
          ...monitored.consumers.flatMap((consumer) => watchFunction(context, options, consumer)),
          ...watchTable(context, options, monitored.table),
        ];
  const dashboard =
    args.dashboard === false ? undefined : createDashboard(context, monitored, alarms);
  return { alarms, dashboard };
}

function alarmOptions(
  alarms: CeleriacArgs["alarms"],
): AlarmOptions<$util.Input<string>> | undefined {
  if (alarms === false) return undefined;
  return alarms === true || alarms === undefined ? {} : alarms;
}

type Described = readonly { readonly kind: string; readonly alarm: MetricAlarm }[];

/** Which alarms there are does not depend on physical names; so each is a resource of its own, and shown by a diff. */
function createEach<Names>(
  context: Context,
  target: Pick<AlarmTarget<Names>, "watched" | "actions">,
  sample: $util.Unwrap<Names>,
  describe: (watched: $util.Unwrap<Names>) => Described,
  names: (kind: string) => Pick<AlarmTarget<Names>, "logicalName" | "name">,
): readonly aws.cloudwatch.MetricAlarm[] {
  return describe(sample).map(({ kind }) =>
    createAlarm<Names>(context, { ...target, ...names(kind), tellEnd: true }, (watched) => {
      const found = describe(watched).find((described) => described.kind === kind);
      if (found === undefined) throw new Error(`the alarm ${kind} depends on a physical name`);
      return found.alarm;
    }),
  );
}

function watchQueue(
  context: Context,
  options: AlarmOptions<$util.Input<string>>,
  { workers }: Monitored,
  { resource, queue, deadLetters }: QueuePair,
): readonly aws.cloudwatch.MetricAlarm[] {
  const { names, physical } = context;
  const worker = $dev ? undefined : workers.find((each) => each.queue.name === resource.name);
  const failures = logMetricName(context, resource.name, "failures");
  const watched = $util
    .all([
      queue.nodes.queue.name,
      deadLetters.nodes.queue.name,
      worker?.cluster.nodes.cluster.name,
      worker?.service.nodes.service.apply(({ name }) => name),
    ])
    .apply(
      ([queueName, deadLetterQueueName, clusterName, serviceName]): WatchedQueue => ({
        queueName,
        deadLetterQueueName,
        failures,
        service:
          clusterName === undefined || serviceName === undefined
            ? undefined
            : { clusterName, serviceName },
      }),
    );
  const sample: WatchedQueue = {
    queueName: "",
    deadLetterQueueName: "",
    failures,
    service: worker === undefined ? undefined : { clusterName: "", serviceName: "" },
  };
  const settings = alarmSettings(options, resource.name);
  return createEach<WatchedQueue>(
    context,
    { watched, actions: actionsOf(options) },
    sample,
    (named) => queueAlarms(resource, named, settings),
    (kind) => ({
      logicalName: names.queue("Alarm", resource.name, kind),
      name: physical.alarm(resource.name, kind),
    }),
  );
}

function watchFunction(
  context: Context,
  options: AlarmOptions<$util.Input<string>>,
  consumer: Consumer,
): readonly aws.cloudwatch.MetricAlarm[] {
  const { names, physical } = context;
  const [queue = ""] = consumer.queues;
  return createEach<string>(
    context,
    { watched: consumer.function.name, actions: actionsOf(options) },
    "",
    (name) => functionAlarms(name, alarmSettings(options)),
    (kind) =>
      consumer.shared
        ? { logicalName: names.sharedAlarm(kind), name: physical.sharedAlarm(kind) }
        : {
            logicalName: names.queue("Alarm", queue, kind),
            name: physical.alarm(queue, kind),
          },
  );
}

function watchTable(
  context: Context,
  options: AlarmOptions<$util.Input<string>>,
  table: sst.aws.Dynamo,
): readonly aws.cloudwatch.MetricAlarm[] {
  const { names, physical } = context;
  return createEach<string>(
    context,
    { watched: table.name, actions: actionsOf(options) },
    "",
    (name) => tableAlarms(name, alarmSettings(options)),
    (kind) => ({ logicalName: names.sharedAlarm(kind), name: physical.sharedAlarm(kind) }),
  );
}

function actionsOf({ topic }: AlarmOptions<$util.Input<string>>): $util.Input<string>[] {
  return topic === undefined ? [] : [topic];
}
