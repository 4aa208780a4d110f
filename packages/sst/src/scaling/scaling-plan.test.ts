import {
  defineApp,
  type FargateConsumer,
  type FargateQueueOptions,
  fargate,
  topology,
} from "@celeriac/core";
import { describe, expect, it } from "vitest";
import type { MetricAlarm } from "../alarms/metric-alarm.ts";
import { createVirtualAlarm } from "../testing/virtual-alarm.ts";
import { scalingPlan } from "./scaling-plan.ts";

function consumerOf(options: FargateQueueOptions): FargateConsumer {
  const app = defineApp({ name: "a", tasks: [], queues: { q: fargate(options) } });
  const consumer = topology(app).queues[0]?.consumer;
  if (consumer?.kind !== "fargate") throw new Error("no worker");
  return consumer;
}

const metric = (id: string, metricName: string) => ({
  id,
  returnData: false,
  metric: {
    namespace: "AWS/SQS",
    metricName,
    dimensions: { QueueName: "shop-prod-q" },
    period: 60,
    stat: "Maximum",
  },
});
const backlog = [
  metric("waiting", "ApproximateNumberOfMessagesVisible"),
  metric("running", "ApproximateNumberOfMessagesNotVisible"),
  {
    id: "backlog",
    label: "Backlog",
    expression: "FILL(waiting, REPEAT) + FILL(running, 0)",
    returnData: true,
  },
];

describe("scalingPlan says how workers follow their queue's backlog", () => {
  it("as Pulumi takes it", () => {
    const plan = scalingPlan(consumerOf({ min: 0, max: 3, backlogPerWorker: 50 }), "shop-prod-q");
    expect(plan?.work.policy).toEqual({
      policyType: "StepScaling",
      stepScalingPolicyConfiguration: {
        adjustmentType: "ExactCapacity",
        metricAggregationType: "Maximum",
        cooldown: 300,
        stepAdjustments: [
          { metricIntervalLowerBound: "0", metricIntervalUpperBound: "50", scalingAdjustment: 1 },
          { metricIntervalLowerBound: "50", metricIntervalUpperBound: "100", scalingAdjustment: 2 },
          { metricIntervalLowerBound: "100", scalingAdjustment: 3 },
        ],
      },
    });
    expect(plan?.work.alarm).toMatchObject({
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      threshold: 1,
      evaluationPeriods: 5,
      datapointsToAlarm: 1,
      treatMissingData: "notBreaching",
      metricQueries: backlog,
    });
    expect(plan?.rest.policy.stepScalingPolicyConfiguration.stepAdjustments).toEqual([
      { metricIntervalUpperBound: "0", scalingAdjustment: 0 },
    ]);
    expect(plan?.rest.alarm).toMatchObject({
      comparisonOperator: "LessThanThreshold",
      threshold: 1,
      evaluationPeriods: 5,
      datapointsToAlarm: 5,
      treatMissingData: "breaching",
      metricQueries: backlog,
    });
  });

  it("keeps the least number of workers", () => {
    const plan = scalingPlan(consumerOf({ min: 2, max: 4, backlogPerWorker: 50 }), "q");
    const { work, rest } = plan ?? {};
    const capacities = (rule: typeof work): unknown =>
      rule?.policy.stepScalingPolicyConfiguration.stepAdjustments.map(
        ({ scalingAdjustment }) => scalingAdjustment,
      );
    expect(capacities(work)).toEqual([2, 3, 4]);
    expect(capacities(rest)).toEqual([2]);
  });

  it("lets the workers of a queue go that nobody uses or reports any more", () => {
    const plan = scalingPlan(consumerOf({}), "q");
    const stateOf = (alarm: MetricAlarm | undefined): string | undefined =>
      alarm && createVirtualAlarm(alarm, () => undefined).evaluate(10).state;
    expect(stateOf(plan?.work.alarm)).toBe("OK");
    expect(stateOf(plan?.rest.alarm)).toBe("ALARM");
  });

  it("has nothing to say where least and most are the same", () => {
    expect(scalingPlan(consumerOf({ min: 2, max: 2 }), "q")).toBeUndefined();
  });
});
