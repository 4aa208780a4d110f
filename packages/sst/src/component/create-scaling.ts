import { type ScalingPlan, scalingPlan } from "../scaling/scaling-plan.ts";
import type { Context } from "./context.ts";
import { createAlarm } from "./create-alarm.ts";
import type { QueuePair } from "./create-queues.ts";
import type { FargateQueue } from "./create-workers.ts";
import { transformed } from "./transforms.ts";

/** Makes a service follow the backlog of its queue; nothing where its least and most are the same. */
export function createScaling(
  context: Context,
  queue: FargateQueue,
  { queue: { nodes } }: QueuePair,
  target: aws.appautoscaling.Target,
): void {
  for (const rule of ["work", "rest"] as const) {
    const plan = scalingPlan(queue.consumer, queue.name)?.[rule];
    if (plan === undefined) continue;
    const policy = createPolicy(
      context,
      context.names.queue("Scaling", queue.name, rule),
      plan,
      target,
    );
    createAlarm(
      context,
      {
        logicalName: context.names.queue("Alarm", queue.name, `scaling-${rule}`),
        name: context.physical.alarm(queue.name, `scaling-${rule}`),
        watched: nodes.queue.name,
        actions: [policy.arn],
      },
      (name) => alarmOf(scalingPlan(queue.consumer, name), rule),
    );
  }
}

function createPolicy(
  { transform, options }: Context,
  name: string,
  { policy }: ScalingPlan["work"],
  target: aws.appautoscaling.Target,
): aws.appautoscaling.Policy {
  return new aws.appautoscaling.Policy(
    ...transformed(
      transform.autoScalingPolicy,
      name,
      {
        serviceNamespace: target.serviceNamespace,
        scalableDimension: target.scalableDimension,
        resourceId: target.resourceId,
        policyType: policy.policyType,
        stepScalingPolicyConfiguration: policy.stepScalingPolicyConfiguration,
      },
      options,
    ),
  );
}

function alarmOf(
  plan: ScalingPlan | undefined,
  rule: keyof ScalingPlan,
): ScalingPlan["work"]["alarm"] {
  if (plan === undefined) throw new Error("a queue whose workers are not scaled has no alarm");
  return plan[rule].alarm;
}
