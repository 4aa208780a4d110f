import type { Json } from "../json.ts";
import { cut } from "../show.ts";

/** What stands in the place of a redacted value. */
export const REDACTED = "[redacted]";
/** The longest preview of an input, UTF-16 units. */
export const INPUT_PREVIEW_LENGTH = 256;

/**
 * A copy of a value in which whatever lies at one of the paths is `"[redacted]"`. A path is keys joined by dots;
 * `*` is any key and any index. A key with a dot in it can be named by `*` only.
 */
export function redact(value: Json, paths: readonly string[]): Json {
  return paths.length === 0
    ? value
    : replace(
        value,
        paths.map((path) => path.split(".")),
      );
}

/**
 * A short, redacted rendering of an input for records and logs; `undefined` without an input. Never throws: what cannot
 * be rendered is `"[redacted]"` as a whole.
 */
export function inputPreview(
  value: Json | undefined,
  paths: readonly string[],
  maxLength: number = INPUT_PREVIEW_LENGTH,
): string | undefined {
  if (value === undefined) return undefined;
  try {
    const text = JSON.stringify(redact(value, paths));
    return text.length > maxLength ? `${cut(text, maxLength - 1)}…` : text;
  } catch {
    return REDACTED;
  }
}

/** `patterns` are the keys that are left of each path which leads here. */
function replace(value: Json, patterns: readonly (readonly string[])[]): Json {
  if (patterns.length === 0 || typeof value !== "object" || value === null) return value;
  const inside = (key: string, item: Json): Json => {
    const onward = patterns
      .filter(([first]) => first === key || first === "*")
      .map((path) => path.slice(1));
    return onward.some((path) => path.length === 0) ? REDACTED : replace(item, onward);
  };
  if (isList(value)) return value.map((item, index) => inside(String(index), item));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inside(key, item)]));
}

function isList(value: object): value is readonly Json[] {
  return Array.isArray(value);
}
