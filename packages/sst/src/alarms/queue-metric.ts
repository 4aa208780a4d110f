import type { MetricQuery } from "./metric-alarm.ts";

/** The metrics of SQS that are watched (SQS developer guide, "Available CloudWatch metrics"). */
export type QueueMetric =
  | "ApproximateNumberOfMessagesVisible"
  | "ApproximateNumberOfMessagesNotVisible"
  | "ApproximateAgeOfOldestMessage"
  | "NumberOfMessagesReceived"
  | "NumberOfMessagesDeleted";

/** A metric of a queue, to be used in an expression or, with `returnData`, alone. Counts are summed, levels the highest. */
export function queueMetric(
  id: string,
  queueName: string,
  metricName: QueueMetric,
  periodSeconds: number,
  returnData = false,
): MetricQuery {
  return {
    id,
    returnData,
    metric: {
      namespace: "AWS/SQS",
      metricName,
      dimensions: { QueueName: queueName },
      period: periodSeconds,
      stat: metricName.startsWith("NumberOf") ? "Sum" : "Maximum",
    },
  };
}
