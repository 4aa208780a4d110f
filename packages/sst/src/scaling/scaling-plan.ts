import type { FargateConsumer } from "@celeriac/core";
import type { MetricAlarm, MetricQuery } from "../alarms/metric-alarm.ts";
import { queueMetric } from "../alarms/queue-metric.ts";
import { workerSteps } from "./worker-steps.ts";

/** A step scaling policy, as Pulumi's `aws.appautoscaling.Policy` takes it; the scalable target is the caller's. */
export interface ScalingPolicy {
  readonly policyType: "StepScaling";
  readonly stepScalingPolicyConfiguration: {
    readonly adjustmentType: "ExactCapacity";
    readonly metricAggregationType: "Maximum";
    /** Seconds. */
    readonly cooldown: number;
    readonly stepAdjustments: {
      /** Added to the alarm's threshold. Above it the lower bound belongs to the step, below it the upper one. */
      readonly metricIntervalLowerBound?: string;
      readonly metricIntervalUpperBound?: string;
      readonly scalingAdjustment: number;
    }[];
  };
}

/** A policy, and the alarm whose only action it is. */
export interface ScalingRule {
  readonly policy: ScalingPolicy;
  readonly alarm: MetricAlarm;
}

export interface ScalingPlan {
  /** Sets the number of workers by the backlog, for as long as there is one. */
  readonly work: ScalingRule;
  /** Sets it to the least when there was none for a while. */
  readonly rest: ScalingRule;
}

/** SQS publishes a queue's metrics once a minute, seconds. */
const PERIOD_SECONDS = 60;
/** The highest backlog of these last minutes counts: what comes in waves does not stop and start workers. */
const WORK_MINUTES = 5;
/** So long a queue is empty before its workers are stopped; never less than {@link WORK_MINUTES}, so that the two rules exclude each other. */
const REST_MINUTES = 5;
const WORK_COOLDOWN_SECONDS = 300;
const REST_COOLDOWN_SECONDS = 60;

/**
 * How a queue's workers follow its backlog: the messages that wait or are in flight, `backlogPerWorker` to each worker,
 * between `minWorkers` and `maxWorkers`, from and to zero. `undefined` where the two are the same.
 *
 * Step scaling with `ExactCapacity`, because target tracking divides by the number of workers: that is a metric of
 * Container Insights only, which is paid for, and at zero workers there is nothing to divide by.
 *
 * - While an alarm that scales is in ALARM its policy is applied again and again, each time by the size of the breach
 *   (Application Auto Scaling user guide, "How step scaling works"; CloudWatch user guide, "Alarm actions").
 * - It is in ALARM from the first minute in which a message was there until {@link WORK_MINUTES} later: 1 of 5
 *   datapoints, so that a metric that comes late is seen. The policy takes the highest of the alarm's datapoints; where
 *   it takes the newest alone, the workers follow the backlog down at once, and stop no later.
 * - A second rule, since below its threshold an alarm invokes nothing. One rule for both would never reach zero.
 * - SQS reports what is in flight while there is any (SQS developer guide, "Available CloudWatch metrics"), so without a
 *   report it is none. What waits is as it was last reported: the newest minutes are not there yet, and as zeros they
 *   would be the newest datapoints of every evaluation.
 * - A queue without data is an empty one for the second rule: SQS stops reporting what nobody used for six hours, and a
 *   worker that polls keeps its queue reported. Should all metrics fail to come, idle workers are stopped; those that
 *   have work keep it, and take more. SQS reports such a queue again up to a quarter of an hour after it was used: so
 *   long the first message after a long rest may wait for a worker.
 *
 * Fewer workers than run means that ECS stops those that are idle: a worker protects itself while it runs a task
 * (scale-in protection), and is stopped once it is idle. A task that waits for its retry is in flight, and keeps its share
 * of a worker.
 */
export function scalingPlan(consumer: FargateConsumer, queueName: string): ScalingPlan | undefined {
  const { minWorkers, maxWorkers, backlogPerWorker } = consumer;
  if (minWorkers === maxWorkers) return undefined;
  const steps = workerSteps(minWorkers, maxWorkers, backlogPerWorker);
  return {
    work: {
      policy: policy(
        WORK_COOLDOWN_SECONDS,
        steps.map(({ workers, upTo }, index) => ({
          metricIntervalLowerBound: String(steps[index - 1]?.upTo ?? 0),
          ...(upTo === undefined ? {} : { metricIntervalUpperBound: String(upTo) }),
          scalingAdjustment: workers,
        })),
      ),
      alarm: {
        alarmDescription: `Scales the workers of ${queueName} by its backlog. In ALARM while there is work: nothing is wrong.`,
        comparisonOperator: "GreaterThanOrEqualToThreshold",
        threshold: 1,
        evaluationPeriods: WORK_MINUTES,
        datapointsToAlarm: 1,
        treatMissingData: "notBreaching",
        metricQueries: backlog(queueName),
      },
    },
    rest: {
      policy: policy(REST_COOLDOWN_SECONDS, [
        { metricIntervalUpperBound: "0", scalingAdjustment: minWorkers },
      ]),
      alarm: {
        alarmDescription: `Scales the workers of ${queueName} in. In ALARM while there is no work: nothing is wrong.`,
        comparisonOperator: "LessThanThreshold",
        threshold: 1,
        evaluationPeriods: REST_MINUTES,
        datapointsToAlarm: REST_MINUTES,
        treatMissingData: "breaching",
        metricQueries: backlog(queueName),
      },
    },
  };
}

function policy(
  cooldown: number,
  stepAdjustments: ScalingPolicy["stepScalingPolicyConfiguration"]["stepAdjustments"],
): ScalingPolicy {
  return {
    policyType: "StepScaling",
    stepScalingPolicyConfiguration: {
      adjustmentType: "ExactCapacity",
      metricAggregationType: "Maximum",
      cooldown,
      stepAdjustments,
    },
  };
}

function backlog(queueName: string): MetricQuery[] {
  return [
    queueMetric("waiting", queueName, "ApproximateNumberOfMessagesVisible", PERIOD_SECONDS),
    queueMetric("running", queueName, "ApproximateNumberOfMessagesNotVisible", PERIOD_SECONDS),
    {
      id: "backlog",
      label: "Backlog",
      expression: "FILL(waiting, REPEAT) + FILL(running, 0)",
      returnData: true,
    },
  ];
}
