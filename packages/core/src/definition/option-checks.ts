import { type Duration, parseDuration } from "../duration.ts";
import { show } from "../show.ts";
import { didYouMean } from "./did-you-mean.ts";
import type { Mistakes } from "./mistakes.ts";

/** Checks the options of one task, queue or app, and adds each mistake under its name. */
export interface OptionChecks {
  /** Says whether it is an object of options at all. */
  object(what: string, value: unknown): value is Readonly<Record<string, unknown>>;
  /** Refuses keys that are no option. `prefix` stands before the key in the message, as in `retry.`. */
  known(
    value: Readonly<Record<string, unknown>>,
    options: readonly string[],
    prefix?: string,
  ): void;
  /** A duration in ms between bounds written as users write them; `undefined` when absent or wrong. */
  duration(what: string, value: unknown, bounds?: DurationBounds): number | undefined;
  /** A whole number between bounds; `undefined` when absent or wrong. */
  whole(what: string, value: unknown, least: number, most: number): number | undefined;
  choice(what: string, value: unknown, choices: readonly string[]): void;
  /** `kind` as `typeof` has it. */
  kind(what: string, value: unknown, kind: "function" | "boolean" | "string"): void;
  wrong(what: string, value: unknown, expected: string): void;
  /** A mistake in words of its own. */
  say(what: string): void;
}

export interface DurationBounds {
  readonly least?: Duration;
  readonly most?: Duration;
  /** AWS counts in whole seconds here. */
  readonly wholeSeconds?: boolean;
}

/** Makes the checks that report under one name, such as `queue "video"`. */
export function createOptionChecks(where: string, mistakes: Mistakes): OptionChecks {
  const say = (what: string): void => mistakes.add(where, what);
  const wrong = (what: string, value: unknown, expected: string): void =>
    say(`${what} is ${show(value)}: expected ${expected}`);
  return {
    say,
    wrong,
    object(what, value): value is Readonly<Record<string, unknown>> {
      const fits = typeof value === "object" && value !== null && !Array.isArray(value);
      if (!fits) wrong(what, value, "an object of options");
      return fits;
    },
    known(value, options, prefix = "") {
      for (const key of Object.keys(value)) {
        if (options.includes(key)) continue;
        say(`unknown option ${show(`${prefix}${key}`)}${hint(key, options, prefix)}`);
      }
    },
    duration(what, value, bounds = {}) {
      if (value === undefined) return undefined;
      return readDuration(what, value, bounds, wrong);
    },
    whole(what, value, least, most) {
      if (value === undefined) return undefined;
      if (Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most) {
        return Number(value);
      }
      const upTo = most === Number.MAX_SAFE_INTEGER ? "or more" : `to ${group(most)}`;
      wrong(what, value, `a whole number, ${least} ${upTo}`);
      return undefined;
    },
    choice(what, value, choices) {
      if (value === undefined || choices.some((choice) => choice === value)) return;
      wrong(what, value, choices.map((choice) => JSON.stringify(choice)).join(" or "));
    },
    kind(what, value, kind) {
      if (value === undefined || typeof value === kind) return;
      wrong(what, value, `a ${kind}`);
    },
  };
}

function hint(key: string, options: readonly string[], prefix: string): string {
  const meant = didYouMean(
    `${prefix}${key}`,
    options.map((option) => `${prefix}${option}`),
  );
  return meant === "" ? `: expected one of ${options.join(", ")}` : meant;
}

function readDuration(
  what: string,
  value: unknown,
  bounds: DurationBounds,
  wrong: OptionChecks["wrong"],
): number | undefined {
  const milliseconds = durationMs(value);
  if (milliseconds === undefined) {
    wrong(what, value, 'a duration such as "250ms", "30s", "5m", "2h" or "7d"');
    return undefined;
  }
  const { least = "0s", most } = bounds;
  const tooShort = milliseconds < parseDuration(least, what);
  const tooLong = most !== undefined && milliseconds > parseDuration(most, what);
  if (tooShort || tooLong) {
    wrong(
      what,
      value,
      most === undefined ? `${show(least)} or more` : `${show(least)} to ${show(most)}`,
    );
    return undefined;
  }
  if (bounds.wholeSeconds === true && milliseconds % 1000 !== 0) {
    wrong(what, value, "whole seconds");
    return undefined;
  }
  return milliseconds;
}

/** A duration in ms; `undefined` for what is none. */
export function durationMs(value: unknown): number | undefined {
  try {
    return parseDuration(value as Duration, "");
  } catch {
    return undefined;
  }
}

function group(value: number): string {
  return String(value).replaceAll(/\B(?=(\d{3})+$)/g, ",");
}
