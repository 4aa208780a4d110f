import type { TaskRecord } from "./task-record.ts";

/** An attempt whose process ended without a word. */
export interface LostAttempt {
  /** Its number, from 1. */
  readonly attempt: number;
  /** The process that ran it. */
  readonly host?: string | undefined;
  /** Epoch ms. */
  readonly startedAt?: number | undefined;
}

/** How many lost attempts of a generation a record names: the last ones. */
export const MAX_LOST_KEPT = 8;

/** The lost attempts of a record whose last attempt was lost too. */
export function withLastLost(current: TaskRecord): readonly LostAttempt[] {
  const { attempts, host, startedAt } = current;
  const last: LostAttempt = {
    attempt: attempts,
    ...(host === undefined ? {} : { host }),
    ...(startedAt === undefined ? {} : { startedAt }),
  };
  return [...(current.lost ?? []), last].slice(-MAX_LOST_KEPT);
}
