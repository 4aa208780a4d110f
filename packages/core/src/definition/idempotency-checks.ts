import { parseDuration } from "../duration.ts";
import { RECORD_LIFETIME_MS } from "../record/retention.ts";
import type { IdempotencyOptions, ResolvedIdempotency } from "./idempotency-options.ts";
import type { OptionChecks } from "./option-checks.ts";

/** The keys of {@link IdempotencyOptions}; the type makes a forgotten one an error. */
const IDEMPOTENCY_OPTION: Readonly<Record<keyof IdempotencyOptions<unknown>, true>> = {
  key: true,
  window: true,
  onRepeat: true,
};

const DAY_MS = 86_400_000;

/** Checks what a task says of idempotency. Results stored apart are kept longer than any window. */
export function checkIdempotency(
  idempotency: unknown,
  ignoreResult: unknown,
  checks: OptionChecks,
): void {
  if (idempotency === undefined || !checks.object("idempotency", idempotency)) return;
  checks.known(idempotency, Object.keys(IDEMPOTENCY_OPTION), "idempotency.");
  const { key, window, onRepeat } = idempotency;
  if (typeof key !== "function") {
    checks.wrong("idempotency.key", key, "a function of the input that answers a text");
  }
  if (window === undefined) {
    checks.wrong("idempotency.window", window, 'how long a key is remembered, such as "1d"');
  }
  checks.duration("idempotency.window", window, {
    least: "1s",
    most: `${RECORD_LIFETIME_MS / DAY_MS}d`,
  });
  checks.choice("idempotency.onRepeat", onRepeat, ["result", "reject"]);
  checkKept(ignoreResult, checks);
}

/** Refuses an idempotent task without a record: its duplicates run without being claimed. */
export function checkKept(ignoreResult: unknown, checks: OptionChecks): void {
  if (ignoreResult !== true) return;
  checks.say(
    "idempotency needs the task's record, which ignoreResult leaves out: expected one of them",
  );
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
