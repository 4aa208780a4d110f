import { didYouMean } from "./did-you-mean.ts";

const ZONE = /^[A-Za-z][\w+-]*(?:\/[\w+-]+)*$/;
const EXPECTED = 'an IANA time zone such as "Europe/London"';

/** What was expected in the place of a time zone's name; `undefined` where it is one, by the zones that JavaScript knows. */
export function timeZoneFault(name: unknown): string | undefined {
  if (typeof name !== "string") return EXPECTED;
  const known = ZONE.test(name) ? canonicalName(name) : undefined;
  if (known === undefined) {
    return `${EXPECTED}${didYouMean(name, Intl.supportedValuesOf("timeZone"))}`;
  }
  // JavaScript takes any case, and EventBridge Scheduler the exact name. Another name altogether is an older one of the zone.
  const isSame = known === name || known.toLowerCase() !== name.toLowerCase();
  return isSame ? undefined : JSON.stringify(known);
}

function canonicalName(timeZone: string): string | undefined {
  try {
    return new Intl.DateTimeFormat("en", { timeZone }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}
