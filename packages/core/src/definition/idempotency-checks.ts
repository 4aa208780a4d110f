import { parseDuration } from "../duration.ts";
import type { IdempotencyOptions, ResolvedIdempotency } from "./idempotency-options.ts";
import { checkKeyedOption } from "./keyed-option-checks.ts";
import type { OptionChecks } from "./option-checks.ts";

/** Checks what a task says of idempotency. Results stored apart are kept longer than any window. */
export function checkIdempotency(
  idempotency: unknown,
  ignoreResult: unknown,
  checks: OptionChecks,
): void {
  const option = {
    name: "idempotency",
    onRepeat: ["result", "reject"],
    requiredWindow: 'how long a key is remembered, such as "1d"',
  };
  checkKeyedOption(option, idempotency, ignoreResult, checks);
}

/** Fills in the defaults of options that were checked. */
export function resolveIdempotency(
  idempotency: IdempotencyOptions<unknown> | undefined,
): ResolvedIdempotency | undefined {
  if (idempotency === undefined) return undefined;
  return {
    key: idempotency.key,
    windowMs: parseDuration(idempotency.window, "idempotency.window"),
    onRepeat: idempotency.onRepeat ?? "result",
  };
}
