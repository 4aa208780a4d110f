import { parseDuration } from "../duration.ts";
import { RECORD_LIFETIME_MS } from "../record/retention.ts";
import type { OptionChecks } from "./option-checks.ts";
import type { ResolvedUnique, UniqueOptions } from "./unique-options.ts";

/** The keys of {@link UniqueOptions}; the type makes a forgotten one an error. */
const UNIQUE_OPTION: Readonly<Record<keyof UniqueOptions<unknown>, true>> = {
  key: true,
  window: true,
  onRepeat: true,
};

const DEFAULT_WINDOW = "7d";
const DAY_MS = 86_400_000;

/** Checks what a task says of uniqueness. A lock is taken over by its holder's record, so it never outlives records. */
export function checkUnique(unique: unknown, ignoreResult: unknown, checks: OptionChecks): void {
  if (unique === undefined || !checks.object("unique", unique)) return;
  checks.known(unique, Object.keys(UNIQUE_OPTION), "unique.");
  if (typeof unique["key"] !== "function") {
    checks.wrong("unique.key", unique["key"], "a function of the input that answers a text");
  }
  checks.duration("unique.window", unique["window"], {
    least: "1s",
    most: `${RECORD_LIFETIME_MS / DAY_MS}d`,
  });
  checks.choice("unique.onRepeat", unique["onRepeat"], ["join", "reject"]);
  checkTracked(ignoreResult, checks);
}

/** Refuses a unique task without records: nobody could tell that its holder has ended. */
export function checkTracked(ignoreResult: unknown, checks: OptionChecks): void {
  if (ignoreResult !== true) return;
  checks.say("unique needs the task's record, which ignoreResult leaves out: expected one of them");
}

/** Fills in the defaults of options that were checked. */
export function resolveUnique(
  unique: UniqueOptions<unknown> | undefined,
): ResolvedUnique | undefined {
  if (unique === undefined) return undefined;
  return {
    key: unique.key,
    windowMs: parseDuration(unique.window ?? DEFAULT_WINDOW, "unique.window"),
    onRepeat: unique.onRepeat ?? "join",
  };
}
