import type { QueueResource } from "@celeriac/core";
import type { QueueAlarm } from "./alarm-kinds.ts";
import type { AlarmSettings } from "./alarm-settings.ts";
import type { LogMetricName } from "./log-metrics.ts";
import type { MetricAlarm, MetricQuery } from "./metric-alarm.ts";
import { queueMetric } from "./queue-metric.ts";

/** The physical names of what a queue's alarms watch. */
export interface WatchedQueue {
  readonly queueName: string;
  readonly deadLetterQueueName: string;
  /** The metric of failures that is taken from its consumer's log. */
  readonly failures: LogMetricName;
  /** The service of its workers; none for a lambda queue, or while `sst dev` runs them. */
  readonly service: { readonly clusterName: string; readonly serviceName: string } | undefined;
}

const MINUTE = 60;
const FIVE_MINUTES = 300;

/**
 * The alarms of a queue, by kind.
 *
 * - `dead-letters`: the dead-letter queue was not empty within the last five minutes. Whoever lists dead letters hides
 *   them for a minute; that does not end the alarm.
 * - `oldest-message`: for five minutes messages waited, and the oldest was too old. A retry that waits for its time is
 *   old too, hence the first half. SQS leaves out messages that were received three times or more (SQS developer guide,
 *   "Available CloudWatch metrics"), which the next one sees.
 * - `redeliveries`: for a quarter of an hour messages were received far more often than done: they come back and back,
 *   since their tasks retry, cannot be claimed, or take their process along.
 * - `failures`: tasks that failed for good, as the log tells, of the messages that were done, in two of three times five
 *   minutes. What a task's `expected` names is no failure. A logger of one's own that writes neither `message` nor
 *   `queue` is not understood.
 * - `in-flight`: SQS hands out no message while 120,000 of a queue are in flight (SQS developer guide, "Message quotas").
 * - `no-worker`: for ten minutes messages waited, or workers should always run, and none ran. ECS reports a service's CPU
 *   for running tasks alone (ECS developer guide, "Amazon ECS CloudWatch metrics"); how many should run it reports to
 *   Container Insights only.
 *
 * A queue without data is an empty one: SQS reports nothing of what nobody used for six hours.
 */
export function queueAlarms(
  queue: QueueResource,
  watched: WatchedQueue,
  settings: AlarmSettings,
): { readonly kind: QueueAlarm; readonly alarm: MetricAlarm }[] {
  const { queueName } = watched;
  const alarms: readonly { readonly kind: QueueAlarm; readonly alarm: MetricAlarm }[] = [
    { kind: "dead-letters", alarm: deadLetters(watched) },
    { kind: "oldest-message", alarm: oldestMessage(queue, queueName, settings) },
    { kind: "redeliveries", alarm: redeliveries(queueName, settings) },
    { kind: "failures", alarm: failures(watched, settings) },
    { kind: "in-flight", alarm: inFlight(queueName, settings) },
    ...noWorker(queue, watched).map((alarm) => ({ kind: "no-worker" as const, alarm })),
  ];
  return alarms.filter(({ kind }) => settings.has(kind));
}

function deadLetters({ queueName, deadLetterQueueName }: WatchedQueue): MetricAlarm {
  return {
    alarmDescription: `Tasks of ${queueName} could not be done: they are in ${deadLetterQueueName}. List and redrive them.`,
    comparisonOperator: "GreaterThanThreshold",
    threshold: 0,
    evaluationPeriods: 5,
    datapointsToAlarm: 1,
    treatMissingData: "notBreaching",
    metricQueries: [
      queueMetric(
        "letters",
        deadLetterQueueName,
        "ApproximateNumberOfMessagesVisible",
        MINUTE,
        true,
      ),
    ],
  };
}

/** A message that a lost host had is seen again after the visibility timeout. Renewed messages are younger than 60 % of the retention. */
function oldestMessage(
  queue: QueueResource,
  queueName: string,
  { oldestMessageSeconds }: AlarmSettings,
): MetricAlarm {
  const byDefault = Math.min(
    Math.max(2 * queue.visibilityTimeoutSeconds, 900),
    queue.retentionSeconds / 4,
  );
  return {
    alarmDescription: `Messages of ${queueName} wait too long: its consumers are too few, throttled or stuck.`,
    comparisonOperator: "GreaterThanThreshold",
    threshold: oldestMessageSeconds ?? byDefault,
    evaluationPeriods: 5,
    datapointsToAlarm: 5,
    treatMissingData: "notBreaching",
    metricQueries: [
      queueMetric("waiting", queueName, "ApproximateNumberOfMessagesVisible", MINUTE),
      queueMetric("age", queueName, "ApproximateAgeOfOldestMessage", MINUTE),
      expression("oldest", "Age of the oldest, s", "IF(waiting > 0, age, 0)"),
    ],
  };
}

function redeliveries(queueName: string, settings: AlarmSettings): MetricAlarm {
  return {
    alarmDescription: `Messages of ${queueName} come back again and again: see the log for why their tasks do not end.`,
    comparisonOperator: "GreaterThanThreshold",
    threshold: settings.receivesPerMessage,
    evaluationPeriods: 3,
    datapointsToAlarm: 3,
    treatMissingData: "notBreaching",
    metricQueries: [
      queueMetric("received", queueName, "NumberOfMessagesReceived", FIVE_MINUTES),
      queueMetric("done", queueName, "NumberOfMessagesDeleted", FIVE_MINUTES),
      expression(
        "receives",
        "Receives per message done",
        // One more than were done: no division by zero where none was.
        `IF(received >= ${settings.volume}, received / (FILL(done, 0) + 1), 0)`,
      ),
    ],
  };
}

function failures(
  { queueName, failures: metric }: WatchedQueue,
  settings: AlarmSettings,
): MetricAlarm {
  return {
    alarmDescription: `Too many tasks of ${queueName} fail for good: see the log lines "task failed".`,
    comparisonOperator: "GreaterThanThreshold",
    threshold: settings.failurePercent,
    evaluationPeriods: 3,
    datapointsToAlarm: 2,
    treatMissingData: "notBreaching",
    metricQueries: [
      {
        id: "failed",
        returnData: false,
        metric: {
          namespace: metric.namespace,
          metricName: metric.name,
          dimensions: {},
          period: FIVE_MINUTES,
          stat: "Sum",
        },
      },
      queueMetric("done", queueName, "NumberOfMessagesDeleted", FIVE_MINUTES),
      expression("share", "Failed, %", `IF(done >= ${settings.volume}, 100 * failed / done, 0)`),
    ],
  };
}

function inFlight(queueName: string, settings: AlarmSettings): MetricAlarm {
  return {
    alarmDescription: `${queueName} nears SQS's limit of 120,000 messages in flight: too many retries wait in it, or too many tasks run.`,
    comparisonOperator: "GreaterThanOrEqualToThreshold",
    threshold: settings.inFlight,
    evaluationPeriods: 5,
    datapointsToAlarm: 3,
    treatMissingData: "notBreaching",
    metricQueries: [
      queueMetric("flying", queueName, "ApproximateNumberOfMessagesNotVisible", MINUTE, true),
    ],
  };
}

function noWorker(
  { consumer }: QueueResource,
  { queueName, service }: WatchedQueue,
): MetricAlarm[] {
  if (consumer.kind !== "fargate" || service === undefined) return [];
  const always = consumer.minWorkers > 0;
  const up: MetricQuery = {
    id: "up",
    returnData: always,
    metric: {
      namespace: "AWS/ECS",
      metricName: "CPUUtilization",
      dimensions: { ClusterName: service.clusterName, ServiceName: service.serviceName },
      period: MINUTE,
      stat: "SampleCount",
    },
  };
  const tenMinutes = {
    alarmDescription: `No worker of ${queueName} runs, and one should: see the events of its ECS service.`,
    evaluationPeriods: 10,
    datapointsToAlarm: 10,
  };
  if (always) {
    return [
      {
        ...tenMinutes,
        comparisonOperator: "LessThanThreshold",
        threshold: 1,
        // Not a sign of a worker is the very thing that is watched for.
        treatMissingData: "breaching",
        metricQueries: [up],
      },
    ];
  }
  return [
    {
      ...tenMinutes,
      comparisonOperator: "GreaterThanThreshold",
      threshold: 0,
      treatMissingData: "notBreaching",
      metricQueries: [
        queueMetric("waiting", queueName, "ApproximateNumberOfMessagesVisible", MINUTE),
        up,
        expression("missing", "No worker", "IF(waiting > 0 AND FILL(up, 0) < 1, 1, 0)"),
      ],
    },
  ];
}

function expression(id: string, label: string, text: string): MetricQuery {
  return { id, label, expression: text, returnData: true };
}
