import { show } from "../show.ts";
import { createRecurrence, type RecurrenceReading } from "./create-recurrence.ts";
import {
  type CrontabField,
  DAY_OF_MONTH,
  DAY_OF_WEEK,
  HOUR,
  MINUTE,
  MONTH,
  readField,
} from "./crontab-field.ts";
import type { Recurrence } from "./recurrence.ts";

/** Days that each month has at most. */
const LONGEST_MONTHS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * Ticks by the clock of the schedule's time zone: minute, hour, day of month, month, day of week, as in cron and Celery.
 * `crontab("0 3 * * *")` at three each night, `crontab("0,30 8-17 * * mon-fri")` each half of an office hour. Days of week
 * are 0 to 7 with Sunday at both ends, or names. Only one of the two days may be restricted. Checked by `defineApp`.
 */
export function crontab(expression: string): Recurrence {
  return createRecurrence(`crontab(${show(expression)})`, readCrontab(expression));
}

/** Reads a crontab as `cron(…)`. */
export function readCrontab(expression: unknown): RecurrenceReading {
  const texts = typeof expression === "string" ? expression.trim().split(/\s+/, 6) : [];
  const [minute, hour, dayOfMonth, month, dayOfWeek] = texts;
  if (texts.length !== 5) {
    return fault("expected five fields: minute, hour, day of month, month, day of week");
  }
  const fields = [
    read(MINUTE, minute),
    read(HOUR, hour),
    read(DAY_OF_MONTH, dayOfMonth),
    read(MONTH, month),
    read(DAY_OF_WEEK, dayOfWeek),
  ] as const;
  const faults = fields.flatMap((field) => (field.fault === undefined ? [] : [field.fault]));
  if (faults.length > 0) return fault(faults.join("; "));
  return translate(
    texts,
    fields.map(({ values }) => values),
  );
}

interface ReadField {
  readonly values: readonly number[];
  readonly fault?: string;
}

function read(field: CrontabField, text = ""): ReadField {
  const reading = readField(field, text);
  return reading.ok ? reading : { values: [], fault: reading.fault };
}

/**
 * Scheduler has a sixth field, the year, and knows one of the two days only: the other one is `?` (its user guide,
 * "Cron-based schedules").
 */
function translate(
  texts: readonly string[],
  [minutes = [], hours = [], days = [], months = [], weekdays = []]: readonly (readonly number[])[],
): RecurrenceReading {
  const isEveryDay = isWild(texts[2]);
  const isEveryWeekday = isWild(texts[4]);
  if (!isEveryDay && !isEveryWeekday) return fault(bothDays(texts));
  const longest = Math.max(...months.map((month) => LONGEST_MONTHS[month - 1] ?? 0));
  if (Math.min(...days) > longest) {
    return fault(`none of its months has a day ${Math.min(...days)}: it would never tick`);
  }
  const monthField = written(months, MONTH);
  const dayFields = isEveryWeekday
    ? [written(days, DAY_OF_MONTH), monthField, "?"]
    : ["?", monthField, named(weekdays)];
  const fields = [written(minutes, MINUTE), written(hours, HOUR), ...dayFields, "*"];
  return { ok: true, expression: `cron(${fields.join(" ")})`, intervalMinutes: undefined };
}

function isWild(text: string | undefined): boolean {
  return text === "*" || text === "*/1";
}

function bothDays([minute, hour, dayOfMonth, month, dayOfWeek]: readonly string[]): string {
  const byDay = show(`${minute} ${hour} ${dayOfMonth} ${month} *`);
  const byWeekday = show(`${minute} ${hour} * ${month} ${dayOfWeek}`);
  return (
    "it restricts both the day of month and the day of week, which cron reads as either and EventBridge Scheduler " +
    `cannot say: make two schedules, crontab(${byDay}) and crontab(${byWeekday})`
  );
}

/** `*`, a step that goes on to the field's end, or numbers and ranges. */
function written(values: readonly number[], { least, most }: CrontabField): string {
  if (values.length === most - least + 1) return "*";
  const [first = least, second = first] = values;
  const step = second - first;
  const isStep =
    values.length > 2 &&
    step > 1 &&
    values.every((value, index) => value === first + index * step) &&
    first + values.length * step > most;
  return isStep ? `${first}/${step}` : ranges(values, String);
}

/** Names: Scheduler counts weekdays from 1, cron from 0. */
function named(values: readonly number[]): string {
  return ranges(values, (value) => DAY_OF_WEEK.names?.[value] ?? "");
}

function ranges(values: readonly number[], name: (value: number) => string): string {
  const runs: [number, number][] = [];
  for (const value of values) {
    const run = runs.at(-1);
    if (run?.[1] === value - 1) run[1] = value;
    else runs.push([value, value]);
  }
  return runs
    .map(([first, last]) => (first === last ? name(first) : `${name(first)}-${name(last)}`))
    .join(",");
}

function fault(text: string): RecurrenceReading {
  return { ok: false, fault: text };
}
