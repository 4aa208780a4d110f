import { parseDuration } from "../duration.ts";
import { checkKeyedOption } from "./keyed-option-checks.ts";
import type { OptionChecks } from "./option-checks.ts";
import type { ResolvedUnique, UniqueOptions } from "./unique-options.ts";

const DEFAULT_WINDOW = "7d";

/** Checks what a task says of uniqueness. */
export function checkUnique(unique: unknown, ignoreResult: unknown, checks: OptionChecks): void {
  const option = { name: "unique", onRepeat: ["join", "reject"] };
  checkKeyedOption(option, unique, ignoreResult, checks);
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
