import type { App, OptionChecks } from "@celeriac/core";
import { FUNCTION_ALARMS, QUEUE_ALARMS, TABLE_ALARMS } from "./alarm-kinds.ts";
import type { AlarmOptions, AlarmThresholds, QueueAlarmOptions } from "./alarm-options.ts";

/** The keys of the options; the types make a forgotten one an error. */
const OPTIONS: Readonly<Record<keyof AlarmOptions, true>> = {
  topic: true,
  without: true,
  thresholds: true,
  queues: true,
};
const QUEUE_OPTIONS: Readonly<Record<keyof QueueAlarmOptions, true>> = {
  without: true,
  thresholds: true,
};
/** SQS: messages of one standard queue that may be in flight. */
const MOST_IN_FLIGHT = 120_000;
/** The largest values; the type makes a forgotten threshold an error. */
const QUEUE_LIMITS: Readonly<
  Record<Exclude<keyof AlarmThresholds, "oldestMessage" | "functionErrorPercent">, number>
> = {
  receivesPerMessage: 1000,
  failurePercent: 100,
  inFlight: MOST_IN_FLIGHT,
  volume: 1_000_000,
};
const LIMITS: typeof QUEUE_LIMITS & Readonly<Record<"functionErrorPercent", number>> = {
  ...QUEUE_LIMITS,
  functionErrorPercent: 100,
};

/** Checks what is said of alarms; each mistake is added under its option's name, beginning with `alarms.` */
export function checkAlarmOptions(alarms: unknown, app: App, checks: OptionChecks): void {
  if (alarms === undefined || typeof alarms === "boolean") return;
  if (!checks.object("alarms", alarms)) return;
  checks.known(alarms, Object.keys(OPTIONS), "alarms.");
  checkKinds(
    "alarms.",
    alarms["without"],
    [...QUEUE_ALARMS, ...FUNCTION_ALARMS, ...TABLE_ALARMS],
    checks,
  );
  checkThresholds("alarms.thresholds", alarms["thresholds"], LIMITS, checks);
  const { queues } = alarms;
  if (queues === undefined || !checks.object("alarms.queues", queues)) return;
  checks.known(queues, [...app.queues.keys()], "alarms.queues.");
  for (const [queue, options] of Object.entries(queues)) {
    const where = `alarms.queues.${queue}`;
    if (!checks.object(where, options)) continue;
    checks.known(options, Object.keys(QUEUE_OPTIONS), `${where}.`);
    checkKinds(`${where}.`, options["without"], QUEUE_ALARMS, checks);
    checkThresholds(`${where}.thresholds`, options["thresholds"], QUEUE_LIMITS, checks);
  }
}

function checkKinds(
  where: string,
  without: unknown,
  kinds: readonly string[],
  checks: OptionChecks,
): void {
  if (without === undefined) return;
  if (!Array.isArray(without)) {
    checks.wrong(`${where}without`, without, "a list of kinds of alarms");
    return;
  }
  const given: readonly unknown[] = without;
  for (const kind of given) checks.choice(`${where}without`, kind, kinds);
}

function checkThresholds(
  where: string,
  thresholds: unknown,
  limits: Readonly<Record<string, number>>,
  checks: OptionChecks,
): void {
  if (thresholds === undefined || !checks.object(where, thresholds)) return;
  checks.known(thresholds, ["oldestMessage", ...Object.keys(limits)], `${where}.`);
  checks.duration(`${where}.oldestMessage`, thresholds["oldestMessage"], {
    least: "1s",
    most: "14d",
  });
  for (const [option, limit] of Object.entries(limits)) {
    checks.whole(`${where}.${option}`, thresholds[option], 1, limit);
  }
}
