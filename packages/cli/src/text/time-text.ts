const UNITS: readonly (readonly [unit: string, ms: number])[] = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["m", 60_000],
  ["s", 1000],
];

/** A length of time in its two largest units, `3m 20s`; under a second in ms. */
export function lengthText(ms: number): string {
  if (ms < 1000) return `${Math.max(0, Math.round(ms))}ms`;
  const at = UNITS.findIndex(([, unitMs]) => ms >= unitMs);
  const [unit = "s", unitMs = 1000] = UNITS[at] ?? [];
  const first = `${Math.floor(ms / unitMs)}${unit}`;
  const next = UNITS[at + 1];
  const rest = next === undefined ? 0 : Math.floor((ms % unitMs) / next[1]);
  return next === undefined || rest === 0 ? first : `${first} ${rest}${next[0]}`;
}

/** An instant in UTC, and how far it lies from now: `2026-11-21T21:00:00.000Z (3m ago)`. */
export function instantText(at: number | undefined, now: number): string | undefined {
  if (at === undefined) return undefined;
  const away = at > now ? `in ${lengthText(at - now)}` : `${lengthText(now - at)} ago`;
  return `${new Date(at).toISOString()} (${away})`;
}
