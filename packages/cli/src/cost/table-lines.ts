import { RECORD_LIFETIME_MS, type ResolvedQueue, type ResolvedTask } from "@celeriac/core";
import { type CostLine, costLines } from "./cost-line.ts";
import { heartbeats } from "./heartbeats.ts";
import { type ItemSizes, itemSizes, readUnits, writeUnits } from "./item-sizes.ts";
import { isStored } from "./payload-lines.ts";
import { BYTES_PER_GB, DAY_MS, DAYS_PER_MONTH, type Workload } from "./workload.ts";

/** DynamoDB: what storage adds to each item (AWS's guide to item sizes), bytes. */
const STORED_ITEM_BYTES = 100;
/** An effect's item outlives its window by a day. */
const EFFECT_KEPT_AFTER_DAYS = 1;
/** A lock that is taken, said to be sent, and released. */
const LOCK_WRITES = 3;
/** A retry under an idempotency key: it is reserved, an insert refused, and taken again. */
const EFFECT_WRITES_A_RETRY = 3;

/** What a task costs in the table: units of writes and reads, and the storage of what stays there. */
export function tableLines(
  task: ResolvedTask,
  queue: ResolvedQueue,
  workload: Workload,
): readonly CostLine[] {
  const { tasks, tags } = workload;
  const sizes = itemSizes(queue.kind, workload, isStored(workload));
  const { writes, reads } = tableUnits(task, queue, workload);
  return [
    ...writes.flatMap(({ what, units }) =>
      costLines(`DynamoDB: ${what}`, units * tasks, "tableWrite"),
    ),
    ...costLines("DynamoDB: reads before retries", reads * tasks, "tableRead"),
    ...storageLines(task, tracked(task, workload), sizes, tasks, tags),
  ];
}

/** The write and read units of one task. */
export interface TableUnits {
  readonly writes: readonly { readonly what: string; readonly units: number }[];
  readonly reads: number;
}

/** The units of one task: those of the calls that the engine, the client and the adapters make. */
export function tableUnits(
  task: ResolvedTask,
  queue: ResolvedQueue,
  workload: Workload,
): TableUnits {
  const { retries, tags } = workload;
  const sizes = itemSizes(queue.kind, workload, isStored(workload));
  const share = tracked(task, workload);
  const beats = task.ignoreResult ? 0 : heartbeats(queue, workload.runTimeMs) * (1 + retries);
  const idempotent = task.idempotency !== undefined;
  const writes = [
    { what: "claims", units: share * writeUnits(sizes.claimed) },
    { what: "completions", units: completions(sizes, share, retries) },
    {
      what: "retries, each recorded and claimed again",
      units: retries * 2 * writeUnits(sizes.failed),
    },
    { what: "heartbeats", units: beats * (writeUnits(sizes.claimed) + (idempotent ? 1 : 0)) },
    { what: "unique: lock, sent, release", units: task.unique === undefined ? 0 : LOCK_WRITES },
    {
      what: "idempotency: claims and results",
      units: idempotent ? effectUnits(sizes, retries) : 0,
    },
    { what: "searchable tags", units: tags * writeUnits(sizes.tagEntry) },
  ];
  const reads = retries * (readUnits(sizes.failed) + (idempotent ? readUnits(sizes.effect) : 0));
  return { writes, reads };
}

/** Of a task that keeps no result only a failed attempt leaves a record. */
function tracked(task: ResolvedTask, { retries }: Workload): number {
  return task.ignoreResult ? Math.min(1, retries) : 1;
}

/** A completion after a retry takes the error out of the record, and is paid for by its size. */
function completions(sizes: ItemSizes, share: number, retries: number): number {
  const retried = Math.min(share, retries);
  return (
    (share - retried) * writeUnits(sizes.completed) +
    retried * writeUnits(sizes.completed, sizes.failed)
  );
}

function effectUnits(sizes: ItemSizes, retries: number): number {
  return (
    writeUnits(sizes.effect) +
    writeUnits(sizes.effectDone) +
    retries * EFFECT_WRITES_A_RETRY * writeUnits(sizes.effect)
  );
}

function storageLines(
  task: ResolvedTask,
  share: number,
  sizes: ItemSizes,
  tasks: number,
  tags: number,
): readonly CostLine[] {
  const recordDays = RECORD_LIFETIME_MS / DAY_MS;
  const gbMonths = (bytes: number, days: number): number =>
    (tasks * (bytes + STORED_ITEM_BYTES) * days) / DAYS_PER_MONTH / BYTES_PER_GB;
  const { idempotency } = task;
  const effectDays = (idempotency?.windowMs ?? 0) / DAY_MS + EFFECT_KEPT_AFTER_DAYS;
  return [
    ...costLines(
      `DynamoDB: records, kept ${recordDays} days`,
      share * gbMonths(sizes.completed, recordDays),
      "tableStorage",
    ),
    ...costLines(
      "DynamoDB: idempotency keys, kept for their window",
      idempotency === undefined ? 0 : gbMonths(sizes.effectDone, effectDays),
      "tableStorage",
    ),
    ...costLines(
      `DynamoDB: entries of searchable tags, kept ${recordDays} days`,
      tags * gbMonths(sizes.tagEntry, recordDays),
      "tableStorage",
    ),
  ];
}
