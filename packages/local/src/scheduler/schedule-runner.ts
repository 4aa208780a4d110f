import { setTimeout as delay } from "node:timers/promises";
import type { WriteLog } from "../log.ts";
import type { ScheduleStore, StoredSchedule } from "./schedule-store.ts";
import { type ScheduleTargetSender, scheduleArn } from "./schedule-target.ts";
import { readTimetable } from "./timetable.ts";

/** setTimeout's longest wait. */
const MAX_TIMER_MS = 2_147_483_647;
const CONCURRENCY = 16;
const FIRST_RETRY_MS = 1000;
const LONGEST_RETRY_MS = 60_000;
/** AWS's defaults. */
const MAX_RETRIES = 185;
const MAX_AGE_SECONDS = 86_400;

/** Fires schedules when they are due. */
export interface ScheduleRunner {
  /** Looks again for what is due next: to be called after every change. */
  wake(): void;
  /** Ends the retries and waits for the sends under way. */
  stop(): Promise<void>;
}

/**
 * Fires each schedule at least once, at its second or as soon after it as this process runs; again, with growing
 * pauses, while SQS refuses, as its retry policy says. Of the ticks of a recurring one that have passed meanwhile none but
 * the first is fired.
 * @param now epoch ms.
 */
export function createScheduleRunner(
  store: ScheduleStore,
  sender: ScheduleTargetSender,
  writeLog: WriteLog,
  now: () => number,
): ScheduleRunner {
  const stopping = new AbortController();
  const firing = new Set<Promise<void>>();
  let timer: NodeJS.Timeout | undefined;

  const wake = (): void => {
    clearTimeout(timer);
    if (stopping.signal.aborted) return;
    for (const schedule of store.claimDue(now(), CONCURRENCY - firing.size)) {
      const fired = fire(schedule).finally(() => {
        firing.delete(fired);
        wake();
      });
      firing.add(fired);
    }
    const next = firing.size < CONCURRENCY ? store.nextAt() : undefined;
    if (next === undefined) return;
    timer = setTimeout(wake, Math.min(MAX_TIMER_MS, Math.max(0, next - now())));
  };

  const fire = async (schedule: StoredSchedule): Promise<void> => {
    try {
      await deliver(schedule, sender, writeLog, stopping.signal);
      if (stopping.signal.aborted) return;
      store.complete(schedule, readTimetable(schedule.request).next(schedule.at, now()));
    } catch (error) {
      // Not completed: the next start fires it again.
      writeLog({ source: "scheduler", line: `${scheduleArn(schedule)}: ${String(error)}` });
    }
  };

  return {
    wake,
    stop: async () => {
      stopping.abort();
      clearTimeout(timer);
      await Promise.all(firing);
    },
  };
}

/** Resolves when it was sent, was given up for good, or `signal` aborted between two attempts. */
async function deliver(
  schedule: StoredSchedule,
  sender: ScheduleTargetSender,
  writeLog: WriteLog,
  signal: AbortSignal,
): Promise<void> {
  const { RetryPolicy } = schedule.request.Target;
  const retries = RetryPolicy?.MaximumRetryAttempts ?? MAX_RETRIES;
  const deadline = Date.now() + (RetryPolicy?.MaximumEventAgeInSeconds ?? MAX_AGE_SECONDS) * 1000;
  for (let attempt = 1; ; attempt++) {
    try {
      await sender.send(schedule, attempt);
      return;
    } catch (error) {
      writeLog({
        source: "scheduler",
        line: `${scheduleArn(schedule)}: attempt ${attempt} was refused: ${String(error)}`,
      });
      const pause = Math.min(FIRST_RETRY_MS * 2 ** (attempt - 1), LONGEST_RETRY_MS);
      if (attempt > retries || Date.now() + pause > deadline) {
        await sender.sendDeadLetter(schedule, error);
        return;
      }
      await delay(pause, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
    }
  }
}
