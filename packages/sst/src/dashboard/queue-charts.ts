import type { LogMetricName } from "../alarms/log-metrics.ts";
import { type ChartMetric, chartRow, drawn, type Row } from "./widget.ts";

/** A queue by its name in the app, and what it is called on AWS. */
export interface ChartedQueue {
  readonly name: string;
  readonly queueName: string;
  readonly deadLetterQueueName: string;
  readonly failures: LogMetricName;
  readonly retries: LogMetricName;
}

const WAITING = "ApproximateNumberOfMessagesVisible";
const AGE = "ApproximateAgeOfOldestMessage";

/** What waits, how old it is and what could not be done, queue by queue. */
export function overviewCharts(queues: readonly ChartedQueue[]): Row {
  return chartRow({
    Waiting: queues.map(({ name, queueName }) => sqs(queueName, WAITING, name)),
    "Age of the oldest, s": queues.map(({ name, queueName }) => sqs(queueName, AGE, name)),
    "Dead letters": queues.map(({ name, deadLetterQueueName }) =>
      sqs(deadLetterQueueName, WAITING, name),
    ),
  });
}

/** One queue: what is in it, how old that is, and what comes and goes. */
export function queueCharts(queue: ChartedQueue): Row {
  const { name, queueName, deadLetterQueueName, failures, retries } = queue;
  return chartRow({
    [`${name}: messages`]: [
      sqs(queueName, WAITING, "waiting"),
      sqs(queueName, "ApproximateNumberOfMessagesNotVisible", "in flight"),
      sqs(queueName, "ApproximateNumberOfMessagesDelayed", "delayed"),
    ],
    [`${name}: age of the oldest, s, and dead letters`]: [
      sqs(queueName, AGE, "age"),
      sqs(deadLetterQueueName, WAITING, "dead letters", "right"),
    ],
    [`${name}: each minute`]: [
      sqs(queueName, "NumberOfMessagesSent", "sent"),
      sqs(queueName, "NumberOfMessagesReceived", "received"),
      sqs(queueName, "NumberOfMessagesDeleted", "done"),
      drawn([failures.namespace, failures.name], "failed", "Sum"),
      drawn([retries.namespace, retries.name], "failed, tried again", "Sum"),
    ],
  });
}

function sqs(queueName: string, metric: string, label: string, yAxis?: "right"): ChartMetric {
  const stat = metric.startsWith("NumberOf") ? "Sum" : "Maximum";
  return drawn(["AWS/SQS", metric, "QueueName", queueName], label, stat, yAxis);
}
