import type { Recurrence } from "./recurrence.ts";
import { resolveSchedule } from "./resolve-schedule.ts";

/** What became of a recurrence that was read. */
export type RecurrenceReading =
  | {
      readonly ok: true;
      /** `cron(…)` or `rate(…)`, never near the 256 characters that Scheduler takes. */
      readonly expression: string;
      /** Between two ticks, where it is always the same and no time zone matters. */
      readonly intervalMinutes: number | undefined;
    }
  /** What is wrong, which value, what was expected. */
  | { readonly ok: false; readonly fault: string };

/** @param text as it was written, for messages. */
export function createRecurrence(text: string, reading: RecurrenceReading): Recurrence {
  const resolve: Recurrence["resolve"] = (name, options, app, checks) =>
    resolveSchedule({ text, reading }, name, options, app, checks);
  return Object.freeze({ kind: "recurrence", text, resolve });
}
