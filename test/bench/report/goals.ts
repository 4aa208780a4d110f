import { type BenchReport, medianOf } from "./bench-report.ts";

/** What the project wants to reach, and where a run of the bench stands. */
export interface Standing {
  readonly goal: string;
  /** In words, with the figures that it rests on. */
  readonly measured: string;
  /** `undefined`: not measured. */
  readonly reached: boolean | undefined;
}

type Find = (id: string, figure: Parameters<typeof medianOf>[2]) => number | undefined;

interface Goal {
  readonly goal: string;
  readonly least?: number;
  readonly most?: number;
  readonly unit?: string;
  readonly value: (find: Find) => number | undefined;
}

const OURS = ["drain.worker.2", "drain.worker.1"] as const;
const CELERY_AWS = ["peer.celery.aws.solo", "peer.celery.aws.threads"] as const;
const CELERY_DELAYED = ["peer.celery.delayed.solo", "peer.celery.delayed.threads"] as const;

const GOALS: readonly Goal[] = [
  {
    goal: "in process: over 20,000 tasks/s on one core",
    ...{ least: 20_000, unit: "tasks/s" },
    value: (find) => find("process.tracked", "tasks/s"),
  },
  {
    goal: "in process: under 77 us of CPU a task (a BullMQ worker's)",
    ...{ most: 77, unit: "us" },
    value: (find) => find("process.tracked", "us CPU/task"),
  },
  {
    goal: "enqueueMany: at least 0.9 of SendMessageBatch by the SDK itself",
    ...{ least: 0.9, unit: "times" },
    value: (find) =>
      ratio(find("enqueue.many", "tasks/s"), best(find, ["enqueue.raw", "enqueue.raw-tuned"])),
  },
  {
    goal: "drain, results kept: more than sqs-consumer per message, which keeps none",
    ...{ least: 1, unit: "times" },
    value: (find) => ratio(best(find, OURS), find("peer.sqs-consumer.message", "tasks/s")),
  },
  {
    goal: "drain, results kept: at least 1.5 times Celery on a durable Redis",
    ...{ least: 1.5, unit: "times" },
    value: (find) => ratio(best(find, OURS), find("peer.celery.redis", "tasks/s")),
  },
  {
    goal: "drain, results kept: at least 8 times Celery on the same SQS and DynamoDB",
    ...{ least: 8, unit: "times" },
    value: (find) => ratio(best(find, OURS), best(find, CELERY_AWS)),
  },
  {
    goal: "the same with 5 ms a call: at least 10 times",
    ...{ least: 10, unit: "times" },
    value: (find) => ratio(find("drain.delayed.2", "tasks/s"), best(find, CELERY_DELAYED)),
  },
  {
    goal: "Lambda, batches of ten: under 1 ms of CPU a task",
    ...{ most: 1000, unit: "us" },
    value: (find) => find("drain.lambda", "us CPU/task"),
  },
  {
    goal: "round trip: p50 under 15 ms",
    ...{ most: 15, unit: "ms" },
    value: (find) => find("latency.round-trip", "p50 ms"),
  },
  {
    goal: "at most 0.35 calls of SQS a tracked task under load",
    most: 0.35,
    value: (find) => find("calls.tracked", "SQS calls/task"),
  },
  {
    goal: "at most 0.2 calls of DynamoDB",
    most: 0.2,
    value: (find) => find("calls.tracked", "DynamoDB calls/task"),
  },
  {
    goal: "at most two write units",
    most: 2,
    value: (find) => find("calls.tracked", "write units/task"),
  },
  {
    goal: "smallest consumer: at most 130 KB gzipped",
    ...{ most: 130, unit: "KB" },
    value: (find) => find("bundle.consumer", "KB gzipped"),
  },
  {
    goal: "smallest consumer: imported in at most 1.2 times what its bare SDK clients take",
    ...{ most: 1.2, unit: "times" },
    value: (find) =>
      ratio(find("bundle.consumer", "import ms"), find("bundle.consumer.bare", "import ms")),
  },
  {
    goal: "memory of a worker: flat (under 50 KB for each 1,000 tasks)",
    ...{ most: 50, unit: "KB" },
    value: (find) => find("memory.worker", "KB/1,000 tasks"),
  },
];

/** Where a run stands against each goal. */
export function standings(report: BenchReport): readonly Standing[] {
  return GOALS.map(({ goal, least, most, unit = "", value }) => {
    const found = value((id, figure) => medianOf(report, id, figure));
    if (found === undefined) return { goal, measured: "not measured", reached: undefined };
    const reached = found >= (least ?? found) && found <= (most ?? found);
    return { goal, measured: `${shown(found)} ${unit}`.trim(), reached };
  });
}

/** The highest of several rates. */
function best(find: Find, ids: readonly string[]): number | undefined {
  const rates = ids.flatMap((id) => find(id, "tasks/s") ?? []);
  return rates.length === 0 ? undefined : Math.max(...rates);
}

function ratio(ours: number | undefined, theirs: number | undefined): number | undefined {
  return ours === undefined || theirs === undefined ? undefined : ours / theirs;
}

/** Three digits; thousands in full. */
export function shown(value: number): string {
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString("en");
  return String(Number(value.toPrecision(3)));
}
