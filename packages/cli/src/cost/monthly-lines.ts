import type { FargateConsumer, QueueResource, Topology } from "@celeriac/core";
import { type CostLine, costLines } from "./cost-line.ts";
import { HOURS_PER_MONTH } from "./workload.ts";

/** Lambda polls an idle queue with so many pollers, each of which asks every 20 seconds (github.com/getlift/lift/issues/132). */
const IDLE_POLLERS = 5;
const POLLS_PER_HOUR = 180;
const MINUTES_PER_HOUR = 60;
const MB_PER_GB = 1024;
const CPU_UNITS_PER_VCPU = 1024;

/** Metrics under the alarms of a queue, of its function or workers, and of the table: test/infra counts them. */
const ALARM_METRICS = {
  queue: 8,
  lambda: 3,
  workersFromZero: 2,
  workersAlways: 1,
  scaling: 4,
  table: 2,
} as const;

/**
 * What a deployment costs in a month in which no task is enqueued, as the component makes it by default: with alarms and
 * a dashboard. The network that it makes for workers is free.
 */
export function monthlyLines(app: Topology): readonly CostLine[] {
  const { queues } = app;
  const metrics = queues.reduce<number>(
    (sum, queue) => sum + alarmMetrics(queue),
    ALARM_METRICS.table,
  );
  return [
    ...queues.flatMap(queueLines),
    ...scheduleLines(app),
    ...costLines("alarms", metrics, "alarmMetric"),
    ...costLines("dashboard", 1, "dashboard"),
  ];
}

function alarmMetrics({ consumer }: QueueResource): number {
  const { queue, lambda, workersFromZero, workersAlways, scaling } = ALARM_METRICS;
  if (consumer.kind === "lambda") return queue + lambda;
  const { minWorkers, maxWorkers } = consumer;
  const present = minWorkers === 0 ? workersFromZero : workersAlways;
  return queue + present + (minWorkers === maxWorkers ? 0 : scaling);
}

function queueLines({ name, consumer }: QueueResource): readonly CostLine[] {
  if (consumer.kind === "fargate") return workerLines(name, consumer);
  const polls = IDLE_POLLERS * POLLS_PER_HOUR * HOURS_PER_MONTH;
  return costLines(`queue ${name}: Lambda's empty receives`, polls, "sqsRequest");
}

/** Workers that are always there; without them an idle queue is not even polled. */
function workerLines(name: string, consumer: FargateConsumer): readonly CostLine[] {
  const hours = consumer.minWorkers * HOURS_PER_MONTH;
  const vcpu = consumer.cpuUnits / CPU_UNITS_PER_VCPU;
  const gb = consumer.memoryMb / MB_PER_GB;
  const { spot } = consumer;
  const who = `queue ${name}: ${consumer.minWorkers} idle ${consumer.minWorkers === 1 ? "worker" : "workers"}`;
  return [
    ...costLines(`${who}, ${vcpu} vCPU`, hours * vcpu, spot ? "spotVcpuHour" : "fargateVcpuHour"),
    ...costLines(`${who}, ${gb} GB`, hours * gb, spot ? "spotGbHour" : "fargateGbHour"),
    ...costLines(`${who}, public address`, hours, "publicAddressHour"),
    ...costLines(`${who}, empty receives`, hours * POLLS_PER_HOUR, "sqsRequest"),
  ];
}

/** No schedule fires more often than every minute; each task that it sends costs what any task costs. */
function scheduleLines({ schedules }: Topology): readonly CostLine[] {
  return schedules
    .filter(({ enabled }) => enabled)
    .flatMap(({ name, expression }) =>
      costLines(
        `schedule ${name}: fires, at most`,
        (HOURS_PER_MONTH * MINUTES_PER_HOUR) / minutesOf(expression),
        "schedulerInvocation",
      ),
    );
}

const MINUTES: Readonly<Record<string, number>> = { minute: 1, hour: 60, day: 1440 };

/** Between two firings, at least: what a rate says; a minute for a cron expression. */
function minutesOf(expression: string): number {
  const [, count, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  return unit === undefined ? 1 : Number(count) * (MINUTES[unit] ?? 1);
}
