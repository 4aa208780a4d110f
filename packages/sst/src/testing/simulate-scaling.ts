import type { FargateConsumer } from "@celeriac/core";
import type { MetricQuery } from "../alarms/metric-alarm.ts";
import { scalingPlan } from "../scaling/scaling-plan.ts";
import type { MathReading, Value } from "./metric-math.ts";
import { createVirtualAlarm } from "./virtual-alarm.ts";
import { type AutoscalerReading, VirtualAutoscaler } from "./virtual-autoscaler.ts";
import { VirtualService } from "./virtual-service.ts";

/** What AWS's documents leave open, or what differs from day to day. */
export interface World extends AutoscalerReading, MathReading {
  /** How late metrics are. */
  readonly metricDelayMinutes: number;
  /** How late those of a queue are that was not used for long. */
  readonly wakingMinutes: number;
  /** Whether SQS reports that nothing is in flight. */
  readonly reportsNothingInFlight: boolean;
  /** How long ECS needs to start a worker. */
  readonly startMinutes: number;
}

export interface Load {
  /** Tasks sent in each minute. */
  readonly arrivals: readonly number[];
  readonly taskMinutes: number;
  /** How long to look on after the last of the arrivals. */
  readonly afterwards: number;
}

export interface Minute {
  readonly minute: number;
  readonly desired: number;
  /** Workers that are up. */
  readonly running: number;
  /** Workers that ECS has, those that still start too. */
  readonly counted: number;
  readonly waiting: number;
  readonly inFlight: number;
  /** Whether both rules were in ALARM. */
  readonly contested: boolean;
}

/** Runs a consumer's scaling plan against a load, minute by minute. */
export function simulateScaling(consumer: FargateConsumer, load: Load, world: World): Minute[] {
  const plan = scalingPlan(consumer, "queue");
  if (plan === undefined) throw new Error("there is nothing to scale");
  const service = new VirtualService(consumer, load.taskMinutes, world.startMinutes);
  const scaler = new VirtualAutoscaler(consumer.minWorkers, consumer.maxWorkers, world);
  const metrics = createQueueMetrics(world);
  const rules = [plan.work, plan.rest].map((rule) => ({
    rule,
    alarm: createVirtualAlarm(rule.alarm, metrics.published, world),
  }));
  service.reconcile(0, scaler.desired);
  return Array.from({ length: load.arrivals.length + load.afterwards }, (_, minute) => {
    service.waiting += load.arrivals[minute] ?? 0;
    service.work(minute);
    metrics.record(minute, service.waiting, service.inFlight, service.running(minute) > 0);
    const alarming = rules
      .map(({ rule, alarm }) => ({ rule, evaluation: alarm.evaluate(minute) }))
      .filter(({ evaluation }) => evaluation.state === "ALARM");
    for (const { rule, evaluation } of alarming) scaler.invoke(rule, evaluation, minute);
    service.reconcile(minute, scaler.desired);
    return {
      minute,
      desired: scaler.desired,
      running: service.running(minute),
      counted: service.counted,
      waiting: service.waiting,
      inFlight: service.inFlight,
      contested: alarming.length > 1,
    };
  });
}

/** SQS: "a queue is active" for six hours after it was last used. */
const ACTIVE_MINUTES = 360;

function createQueueMetrics(world: World) {
  const levels = new Map<number, { waiting: number; inFlight: number; from: number }>();
  let now = 0;
  let usedAt = Number.NEGATIVE_INFINITY;
  let wokeAt = 0;
  return {
    record(minute: number, waiting: number, inFlight: number, polled: boolean): void {
      now = minute;
      if (waiting + inFlight > 0 || polled) {
        if (minute - usedAt > ACTIVE_MINUTES) wokeAt = minute;
        usedAt = minute;
      }
      if (minute - usedAt > ACTIVE_MINUTES) return;
      levels.set(minute, { waiting, inFlight, from: wokeAt + world.wakingMinutes });
    },
    published(metric: NonNullable<MetricQuery["metric"]>, minute: number): Value {
      const level = levels.get(minute);
      if (level === undefined || minute > now - world.metricDelayMinutes || now < level.from) {
        return undefined;
      }
      if (metric.metricName === "ApproximateNumberOfMessagesVisible") return level.waiting;
      return level.inFlight > 0 || world.reportsNothingInFlight ? level.inFlight : undefined;
    },
  };
}
