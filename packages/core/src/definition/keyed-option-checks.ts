import { LONGEST_KEPT } from "../record/retention.ts";
import type { OptionChecks } from "./option-checks.ts";

/** An option of a task that goes by a key of its input: `unique`, `idempotency`. */
export interface KeyedOption {
  readonly name: string;
  /** What `onRepeat` may be. */
  readonly onRepeat: readonly string[];
  /** Says what is missing where `window` is left out; absent when it has a default. */
  readonly requiredWindow?: string;
}

/** Every such option has these keys, and no other. */
const KEYS = ["key", "window", "onRepeat"];

/** Checks the option's keys and values. What they keep is judged by records, and so never outlives them. */
export function checkKeyedOption(
  { name, onRepeat, requiredWindow }: KeyedOption,
  value: unknown,
  ignoreResult: unknown,
  checks: OptionChecks,
): void {
  if (value === undefined || !checks.object(name, value)) return;
  checks.known(value, KEYS, `${name}.`);
  if (typeof value["key"] !== "function") {
    checks.wrong(`${name}.key`, value["key"], "a function of the input that answers a text");
  }
  if (value["window"] === undefined && requiredWindow !== undefined) {
    checks.wrong(`${name}.window`, undefined, requiredWindow);
  }
  checks.duration(`${name}.window`, value["window"], { least: "1s", most: LONGEST_KEPT });
  checks.choice(`${name}.onRepeat`, value["onRepeat"], onRepeat);
  checkRecorded(name, ignoreResult, checks);
}

/** Refuses the option for a task without records, where nobody could tell how the key's first task has ended. */
export function checkRecorded(name: string, ignoreResult: unknown, checks: OptionChecks): void {
  if (ignoreResult !== true) return;
  checks.say(
    `${name} needs the task's record, which ignoreResult leaves out: expected one of them`,
  );
}
