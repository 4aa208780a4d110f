import { MAX_KEY_LENGTH } from "./text-limits.ts";

/** A value to be looked into, and the key that it lies under. */
interface Found {
  readonly value: unknown;
  readonly under: string;
}

/**
 * Names what no value that travels may have; `undefined` without it. Keys that could change an object's prototype wherever
 * it is copied: `__proto__` anywhere, `prototype` in an object under `constructor`. Keys that are too long. Numbers that
 * JSON can write and JavaScript cannot hold (1e400): written again they would be `null`. Walks without recursion.
 */
export function forbiddenContent(
  root: unknown,
  longestKey: number = MAX_KEY_LENGTH,
): string | undefined {
  const open: Found[] = [{ value: root, under: "" }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const inner of contentOf(next.value)) {
      const fault = keyFault(inner.under, next.under, longestKey);
      if (fault !== undefined) return fault;
      if (typeof inner.value === "number" && !Number.isFinite(inner.value)) {
        return "a number beyond 1.8e308";
      }
      if (typeof inner.value === "object") open.push(inner);
    }
  }
  return undefined;
}

function contentOf(value: unknown): Found[] {
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) return value.map((item: unknown) => ({ value: item, under: "" }));
  return Object.entries(value).map(([key, item]: [string, unknown]) => ({
    value: item,
    under: key,
  }));
}

function keyFault(key: string, holder: string, longest: number): string | undefined {
  if (key === "__proto__") return 'the key "__proto__"';
  if (holder === "constructor" && key === "prototype") return 'the key "constructor.prototype"';
  return key.length > longest ? `a key of more than ${longest} characters` : undefined;
}
