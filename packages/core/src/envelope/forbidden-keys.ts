import { MAX_KEY_LENGTH } from "./text-limits.ts";

/**
 * Names a key that could change an object's prototype wherever it is copied, or that is too long; `undefined` without one:
 * `__proto__` anywhere, `prototype` in an object under `constructor`. Walks without recursion.
 */
export function forbiddenKey(root: unknown): string | undefined {
  const open: { readonly value: unknown; readonly under: string }[] = [{ value: root, under: "" }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, under } = next;
    if (typeof value !== "object" || value === null) continue;
    if (Array.isArray(value)) {
      for (const item of value) open.push({ value: item, under: "" });
      continue;
    }
    for (const [key, item] of Object.entries(value)) {
      if (key === "__proto__") return 'the key "__proto__"';
      if (under === "constructor" && key === "prototype") return 'the key "constructor.prototype"';
      if (key.length > MAX_KEY_LENGTH) return `a key of more than ${MAX_KEY_LENGTH} characters`;
      open.push({ value: item, under: key });
    }
  }
  return undefined;
}
