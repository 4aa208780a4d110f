import { encodeScheduledBody } from "../envelope/scheduled-body.ts";
import { isTags, TAGS_SYNTAX } from "../envelope/syntax.ts";
import { utf8Length } from "../envelope/text-limits.ts";
import { toJson } from "../envelope/to-json.ts";
import { CeleriacError } from "../errors/celeriac-error.ts";
import { MAX_SCHEDULED_BODY_BYTES } from "../limits.ts";
import { show } from "../show.ts";
import type { ScheduleResource } from "../topology/topology.ts";
import { checkInput } from "./check-input.ts";
import type { RecurrenceReading } from "./create-recurrence.ts";
import { didYouMean } from "./did-you-mean.ts";
import { isTask } from "./is-task.ts";
import { isScheduleName, SCHEDULE_NAME_SYNTAX } from "./names.ts";
import type { OptionChecks } from "./option-checks.ts";
import type { ScheduledApp } from "./recurrence.ts";
import type { ResolvedTask } from "./resolved-task.ts";
import { readTimeZone } from "./time-zone.ts";

type Options = Readonly<Record<string, unknown>>;

/** EventBridge Scheduler: the longest flexible time window, minutes. */
const MOST_WINDOW_MINUTES = 1440;

/** A recurrence: as it was written, and what that means. */
export interface ReadRecurrence {
  readonly text: string;
  readonly reading: RecurrenceReading;
}

/** What is deployed for a schedule; `undefined` after a mistake was added. Unknown options are the caller's to refuse. */
export function resolveSchedule(
  recurrence: ReadRecurrence,
  name: string,
  options: Options,
  app: ScheduledApp,
  checks: OptionChecks,
): ScheduleResource | undefined {
  const isNamed = isScheduleName(name);
  if (!isNamed) checks.wrong("its name", name, SCHEDULE_NAME_SYNTAX);
  const timing = readTiming(recurrence, options, checks);
  const tags = readTags(options["tags"], app.searchableTags, checks);
  const task = readTask(options["task"], app, checks);
  if (!isNamed || task === undefined) return undefined;
  const body = readBody(name, task, options["input"], tags, checks);
  if (timing === undefined || body === undefined) return undefined;
  return { name, queue: task.queue, ...timing, body };
}

type ScheduleTiming = Omit<ScheduleResource, "name" | "queue" | "body">;

function readTiming(
  { text, reading }: ReadRecurrence,
  options: Options,
  checks: OptionChecks,
): ScheduleTiming | undefined {
  const { enabled, flexibleWindow } = options;
  checks.kind("enabled", enabled, "boolean");
  const timezone = readTimeZone(options["timezone"], checks);
  const window = checks.whole("flexibleWindow", flexibleWindow, 1, MOST_WINDOW_MINUTES);
  if (!reading.ok) {
    checks.say(`schedule is ${text}: ${reading.fault}`);
    return undefined;
  }
  if (reading.intervalMinutes !== undefined) {
    checkInterval(reading.intervalMinutes, options, checks);
  }
  return {
    expression: reading.expression,
    timezone,
    enabled: enabled !== false,
    flexibleWindowMinutes: window,
  };
}

function checkInterval(minutes: number, options: Options, checks: OptionChecks): void {
  const { timezone, flexibleWindow } = options;
  if (timezone !== undefined && timezone !== "UTC") {
    checks.say(
      "timezone says nothing to an interval, which goes by no clock: leave it out, or use crontab",
    );
  }
  if (typeof flexibleWindow === "number" && flexibleWindow > minutes) {
    checks.wrong("flexibleWindow", flexibleWindow, `at most the interval, ${minutes} minutes`);
  }
}

function readTags(
  tags: unknown,
  searchable: readonly string[],
  checks: OptionChecks,
): Readonly<Record<string, string>> | undefined {
  if (tags === undefined) return undefined;
  if (!isTags(tags)) {
    checks.wrong("tags", tags, TAGS_SYNTAX);
    return undefined;
  }
  for (const tag of Object.keys(tags).filter((key) => searchable.includes(key))) {
    checks.say(
      `the tag ${show(tag)} is searchable, which takes a write by whoever enqueues, and a schedule writes nothing: leave it out`,
    );
  }
  return tags;
}

/** The task, where it is one of the app's and without mistakes of its own, which were reported. */
function readTask(
  task: unknown,
  { definitions, tasks }: ScheduledApp,
  checks: OptionChecks,
): ResolvedTask | undefined {
  const name = isTask(task) ? task.name : task;
  const names = definitions.map((definition) => definition.name);
  if (typeof name !== "string") {
    checks.wrong("task", task, "a task of the app, or its name");
    return undefined;
  }
  const known = definitions.find((definition) => definition.name === name);
  if (known === undefined) {
    checks.say(`no task of the app is named ${show(name)}${didYouMean(name, names)}`);
    return undefined;
  }
  if (isTask(task) && task !== known) {
    checks.say(
      `its task is another one of the name ${show(name)} than the app's: hand in the app's own`,
    );
    return undefined;
  }
  if (known.unique !== undefined) {
    checks.say(
      `task ${show(name)} is unique, which takes a lock by whoever enqueues, and a schedule writes nothing: ` +
        "each tick is one task as it is; let a task of its own enqueue the unique one, or use idempotency",
    );
    return undefined;
  }
  return tasks.get(name);
}

function readBody(
  schedule: string,
  task: ResolvedTask,
  input: unknown,
  tags: Readonly<Record<string, string>> | undefined,
  checks: OptionChecks,
): string | undefined {
  try {
    // An asynchronous schema is not waited for: whoever runs the task asks it again.
    checkInput(task, input)?.catch(() => undefined);
    const json = toJson(input, "the input");
    const body = encodeScheduledBody(schedule, {
      version: 1,
      task: task.name,
      input: json && { kind: "inline", value: json.value },
      tags,
    });
    const bytes = utf8Length(JSON.stringify(body));
    if (bytes <= MAX_SCHEDULED_BODY_BYTES) return body;
    checks.say(
      `its message has ${bytes} bytes once it is escaped: EventBridge Scheduler takes ${MAX_SCHEDULED_BODY_BYTES}; ` +
        "let the input say where the data lies",
    );
  } catch (error) {
    if (!CeleriacError.is(error)) throw error;
    checks.say(error.message);
  }
  return undefined;
}
