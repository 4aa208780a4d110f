import { INPUT_PREVIEW_LENGTH } from "@celeriac/core";
import type { Workload } from "./workload.ts";

/** DynamoDB: a write unit is a write of an item of so many bytes at most. */
const WRITE_UNIT_BYTES = 1024;
/** DynamoDB: a read unit is a strongly consistent read of so many bytes at most. */
const READ_UNIT_BYTES = 4096;

// Sizes in the table, by DynamoDB's rule (names and values), with names of a usual length: test/cli measures them.

/** What every record has: ids, owner, instants, counters. */
const RECORD_BYTES = 333;
/** The name of the host, which is a log stream's on Lambda. */
const HOST_BYTES = { lambda: 60, fargate: 34 } as const;
/** The names of a task and its queue. */
const NAME_BYTES = 30;
/** What the end adds: when it was, and until when the result is shown. */
const END_BYTES = 41;
const RESULT_BYTES = 32;
const PREVIEW_BYTES = 12;
/** A failure with its stack. */
const ERROR_BYTES = 900;
const TAG_BYTES = 24;
const REFERENCE_BYTES = 140;

/** An idempotency key's item, without its result. */
const EFFECT_BYTES = 360;
/** A searchable tag's entry. */
const TAG_ENTRY_BYTES = 200;

/** The items of one task in the table, bytes. */
export interface ItemSizes {
  /** The record while the task runs. */
  readonly claimed: number;
  /** The record with a failed attempt's error. */
  readonly failed: number;
  /** The record with the result. */
  readonly completed: number;
  readonly effect: number;
  readonly effectDone: number;
  readonly tagEntry: number;
}

/** The sizes of a task's items. `stored`: input or result lie in S3, and the record has a reference. */
export function itemSizes(
  host: keyof typeof HOST_BYTES,
  workload: Pick<Workload, "payloadBytes" | "resultBytes" | "tags">,
  stored: { readonly input: boolean; readonly result: boolean },
): ItemSizes {
  const preview = Math.min(workload.payloadBytes, INPUT_PREVIEW_LENGTH + 2);
  const claimed =
    RECORD_BYTES +
    HOST_BYTES[host] +
    NAME_BYTES +
    TAG_BYTES * workload.tags +
    (stored.input ? REFERENCE_BYTES : PREVIEW_BYTES + preview);
  const result = RESULT_BYTES + (stored.result ? REFERENCE_BYTES : workload.resultBytes);
  return {
    claimed,
    failed: claimed + ERROR_BYTES,
    completed: claimed + END_BYTES + result,
    effect: EFFECT_BYTES,
    effectDone: EFFECT_BYTES + result,
    tagEntry: TAG_ENTRY_BYTES,
  };
}

/** The units that a write takes: of the item as it was or as it is, whichever is larger. */
export function writeUnits(...bytes: readonly number[]): number {
  return Math.ceil(Math.max(...bytes) / WRITE_UNIT_BYTES);
}

/** The units of a strongly consistent read. */
export function readUnits(bytes: number): number {
  return Math.ceil(bytes / READ_UNIT_BYTES);
}
