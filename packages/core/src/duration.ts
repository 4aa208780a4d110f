import { CeleriacError } from "./errors/celeriac-error.ts";
import { show } from "./show.ts";

/** A length of time as users write it: a number and a unit, such as `"30s"`, `"1.5h"` or `"250ms"`. */
export type Duration = `${number}${DurationUnit}`;

export type DurationUnit = "ms" | "s" | "m" | "h" | "d";

const UNIT_MS: Readonly<Record<DurationUnit, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

// The template type accepts "-1s", "1e3s" and "0x10s": only this pattern decides.
const PATTERN = /^(\d{1,12}(?:\.\d{1,6})?)(ms|s|m|h|d)$/;

/**
 * The length of a duration in whole ms (rounded).
 * @param what names the option in the error.
 * @throws {CeleriacError} `invalid-options` for anything but a plain decimal number and a unit.
 */
export function parseDuration(text: Duration, what: string): number {
  const match = typeof text === "string" ? PATTERN.exec(text) : null;
  const milliseconds = Math.round(Number(match?.[1]) * UNIT_MS[match?.[2] as DurationUnit]);
  // Also refuses what is no duration (NaN), and what is too long to be counted.
  if (Number.isSafeInteger(milliseconds)) return milliseconds;
  throw new CeleriacError(
    "invalid-options",
    `${what} is ${show(text)}: expected a duration such as "250ms", "30s", "5m", "2h" or "7d"`,
    { details: { what, value: text } },
  );
}
