import { matchGlob } from "./match-glob.ts";

/**
 * Orders patterns, the most specific first: exact names; then globs with more literal characters; then with fewer
 * stars; then by the alphabet (code units), so that the order never depends on how an object was written.
 */
export function compareSpecificity(a: string, b: string): number {
  const starsA = stars(a);
  const starsB = stars(b);
  const exact = Math.min(starsA, 1) - Math.min(starsB, 1);
  if (exact !== 0) return exact;
  const literals = b.length - starsB - (a.length - starsA);
  if (literals !== 0) return literals;
  if (starsA !== starsB) return starsA - starsB;
  return a < b ? -1 : Number(a > b);
}

/** Those of the patterns that fit a name, the most specific first. */
export function matching(patterns: Iterable<string>, name: string): string[] {
  return [...patterns].filter((pattern) => matchGlob(pattern, name)).sort(compareSpecificity);
}

/** The most specific of the patterns that fit a name, by {@link compareSpecificity}; `undefined` when none fits. */
export function mostSpecific(patterns: Iterable<string>, name: string): string | undefined {
  return matching(patterns, name)[0];
}

function stars(pattern: string): number {
  return pattern.split("*").length - 1;
}
