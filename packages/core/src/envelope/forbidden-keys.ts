import { MAX_KEY_LENGTH } from "./text-limits.ts";

/** A value to be looked into, and the key that it lies under. */
interface Found {
  readonly value: unknown;
  readonly under: string;
}

/**
 * Names a key that could change an object's prototype wherever it is copied, or that is too long; `undefined` without one:
 * `__proto__` anywhere, `prototype` in an object under `constructor`. Walks without recursion.
 */
export function forbiddenKey(root: unknown): string | undefined {
  const open: Found[] = [{ value: root, under: "" }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const inner of contentOf(next.value)) {
      const fault = keyFault(inner.under, next.under);
      if (fault !== undefined) return fault;
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

function keyFault(key: string, holder: string): string | undefined {
  if (key === "__proto__") return 'the key "__proto__"';
  if (holder === "constructor" && key === "prototype") return 'the key "constructor.prototype"';
  return key.length > MAX_KEY_LENGTH
    ? `a key of more than ${MAX_KEY_LENGTH} characters`
    : undefined;
}
