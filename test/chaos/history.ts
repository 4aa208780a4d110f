import { appendFileSync, existsSync, readFileSync } from "node:fs";
import type { DeadLetterReason, RevokeAnswer, TaskRecord } from "@celeriac/core";

/** One thing that happened. Nothing is ever taken out of a history, and of one process it is in order. */
export type ChaosEvent =
  /** `enqueue` resolved. */
  | {
      readonly kind: "acknowledged";
      readonly taskId: string;
      readonly task: string;
      readonly eta?: number | undefined;
      /** `false`: success leaves no record. */
      readonly tracked: boolean;
    }
  /** `enqueue`, or a revoke after it, rejected: it may have been stored all the same. */
  | {
      readonly kind: "refused";
      readonly taskId: string | undefined;
      readonly code: string;
      readonly tracked: boolean;
    }
  /** A revoke was answered. */
  | { readonly kind: "revoke"; readonly taskId: string; readonly answer: RevokeAnswer }
  /** A handler started or ended; `clock` is its process's `Date.now()`, which may be set wrong. */
  | {
      readonly kind: "start" | "end";
      readonly taskId: string;
      readonly task: string;
      readonly generation: number;
      readonly attempt: number;
      readonly pid: number;
      readonly clock: number;
    }
  /** The table took a write: the record as it stood then. */
  | { readonly kind: "record"; readonly record: TaskRecord }
  /** What lies in a dead-letter queue at the end. */
  | {
      readonly kind: "dead-letter";
      readonly queue: string;
      readonly taskId: string | undefined;
      readonly reason: DeadLetterReason;
    }
  /** A message that is no envelope was sent by hand. */
  | { readonly kind: "garbage"; readonly queue: string };

/** The environment variable that names the file which a process appends its events to. */
export const HISTORY_VARIABLE = "CHAOS_HISTORY";

/** Appends synchronously, in one write: a process that is killed a moment later has still written it. */
export function writeEvent(path: string, event: ChaosEvent): void {
  appendFileSync(path, `${JSON.stringify(event)}\n`);
}

export function readHistory(path: string): ChaosEvent[] {
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, "utf8").split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as ChaosEvent);
}
