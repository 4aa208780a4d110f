const UNITS: readonly (readonly [string, number])[] = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["m", 60_000],
  ["s", 1000],
];

/** A length of time in words: `1m 30s`, `250ms`, `0s`; the two largest units that it has. */
export function showLength(lengthMs: number): string {
  let rest = Math.round(Math.abs(lengthMs));
  const parts: string[] = [];
  for (const [unit, unitMs] of UNITS) {
    const count = Math.floor(rest / unitMs);
    rest -= count * unitMs;
    if (count > 0) parts.push(`${count}${unit}`);
  }
  if (rest > 0) parts.push(`${rest}ms`);
  const text = parts.slice(0, 2).join(" ") || "0s";
  return lengthMs < 0 ? `-${text}` : text;
}
