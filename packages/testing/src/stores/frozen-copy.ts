import { CeleriacError } from "@celeriac/core";

/**
 * Copies a value as JSON does, and freezes it: whoever gave it and whoever reads it share nothing that can change.
 * @throws {CeleriacError} `not-serialisable`, or `payload-too-large` above `maxBytes`.
 */
export function frozenCopy<Value>(value: Value, what: string, maxBytes: number): Value {
  const text = toText(value, what);
  checkSize(text, what, maxBytes);
  return JSON.parse(text, (_key, each: unknown) => Object.freeze(each)) as Value;
}

function toText(value: unknown, what: string): string {
  try {
    return JSON.stringify(value);
  } catch (cause) {
    throw new CeleriacError("not-serialisable", `${what} cannot be stored as JSON`, { cause });
  }
}

const BYTES_PER_CHARACTER = 3;

function checkSize(text: string, what: string, maxBytes: number): void {
  if (text.length * BYTES_PER_CHARACTER <= maxBytes) return;
  const bytes = new TextEncoder().encode(text).length;
  if (bytes <= maxBytes) return;
  throw new CeleriacError(
    "payload-too-large",
    `${what} has ${bytes} bytes: DynamoDB takes items of at most ${maxBytes}`,
    { details: { bytes, limit: maxBytes } },
  );
}
