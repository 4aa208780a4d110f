import { didYouMean } from "./did-you-mean.ts";
import type { OptionChecks } from "./option-checks.ts";

const DEFAULT_ZONE = "UTC";
const ZONE = /^[A-Za-z][\w+-]*(?:\/[\w+-]+)*$/;

/** Reads the option `timezone`, by the zones that JavaScript knows; answers UTC for what is none, after the mistake was added. */
export function readTimeZone(name: unknown, checks: OptionChecks): string {
  if (name === undefined) return DEFAULT_ZONE;
  const known = typeof name === "string" && ZONE.test(name) ? canonicalName(name) : undefined;
  if (typeof name !== "string" || known === undefined) {
    const zones = Intl.supportedValuesOf("timeZone");
    const meant = typeof name === "string" ? didYouMean(name, zones) : "";
    checks.wrong("timezone", name, `an IANA time zone such as "Europe/London"${meant}`);
    return DEFAULT_ZONE;
  }
  // JavaScript takes any case, and EventBridge Scheduler the exact name. Another name altogether is an older one of the zone.
  if (known !== name && known.toLowerCase() === name.toLowerCase()) {
    checks.wrong("timezone", name, JSON.stringify(known));
  }
  return name;
}

function canonicalName(timeZone: string): string | undefined {
  try {
    return new Intl.DateTimeFormat("en", { timeZone }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}
