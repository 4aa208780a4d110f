import type { FargateConsumer, QueueResource, Topology } from "@celeriac/core";
import { type CostLine, costLines } from "./cost-line.ts";
import { HOURS_PER_MONTH } from "./workload.ts";

/** Lambda polls an idle queue with so many pollers, each of which asks every 20 seconds (github.com/getlift/lift/issues/132). */
const IDLE_POLLERS = 5;
const POLLS_PER_HOUR = 180;
const MINUTES_PER_HOUR = 60;
const MB_PER_GB = 1024;
const CPU_UNITS_PER_VCPU = 1024;

/** What a deployment costs in a month in which no task is enqueued: what the component deploys by default. */
export function monthlyLines(app: Topology): readonly CostLine[] {
  return [...app.queues.flatMap(queueLines), ...scheduleLines(app)];
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
