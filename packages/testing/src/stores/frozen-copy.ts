import { CeleriacError } from "@celeriac/core";

/**
 * Copies a value as a trip through JSON does, and freezes it: whoever gave it and whoever reads it share nothing that
 * can change. Several times faster than the trip itself.
 * @throws {CeleriacError} `not-serialisable`, or `payload-too-large` above `maxBytes` of JSON.
 */
export function frozenCopy<Value>(value: Value, what: string, maxBytes: number): Value {
  const size: Size = { most: 0 };
  try {
    const copied = copy(value, size);
    if (size.most > maxBytes) checkSize(copied, what, maxBytes);
    return copied as Value;
  } catch (cause) {
    if (CeleriacError.is(cause)) throw cause;
    // A cycle overflows the stack; a bigint, or a toJSON that throws.
    throw new CeleriacError("not-serialisable", `${what} cannot be stored as JSON`, { cause });
  }
}

/** The bytes of JSON that a value has at the most: counted on the way, so that few are ever encoded to be measured. */
interface Size {
  most: number;
}

const MOST_BYTES_PER_CHARACTER = 6;
const MOST_BYTES_PER_VALUE = 32;

function copy(value: unknown, size: Size): unknown {
  size.most += MOST_BYTES_PER_VALUE;
  switch (typeof value) {
    case "string":
      size.most += value.length * MOST_BYTES_PER_CHARACTER;
      return value;
    case "number":
      return Number.isFinite(value) ? value + 0 : null;
    case "boolean":
      return value;
    case "object":
      return value === null ? null : copyObject(value, size);
    case "bigint":
      throw new TypeError("JSON has no bigint");
    default:
      return undefined;
  }
}

function copyObject(value: object, size: Size): unknown {
  if ("toJSON" in value && typeof value.toJSON === "function") return copy(value.toJSON(), size);
  if (Array.isArray(value)) {
    return Object.freeze(value.map((item) => copy(item, size) ?? null));
  }
  const copied: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    const inner = copy(item, size);
    if (inner === undefined) continue;
    size.most += key.length * MOST_BYTES_PER_CHARACTER;
    if (key === "__proto__") define(copied, key, inner);
    else copied[key] = inner;
  }
  return Object.freeze(copied);
}

/** Assigned, the key would set the prototype. */
function define(object: object, key: string, value: unknown): void {
  Object.defineProperty(object, key, { value, enumerable: true });
}

function checkSize(value: unknown, what: string, maxBytes: number): void {
  const bytes = new TextEncoder().encode(JSON.stringify(value)).length;
  if (bytes <= maxBytes) return;
  throw new CeleriacError(
    "payload-too-large",
    `${what} has ${bytes} bytes: DynamoDB takes items of at most ${maxBytes}`,
    { details: { bytes, limit: maxBytes } },
  );
}
