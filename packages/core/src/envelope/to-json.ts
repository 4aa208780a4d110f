import { CeleriacError } from "../errors/celeriac-error.ts";
import type { Json } from "../json.ts";
import { MAX_PAYLOAD_BYTES } from "../limits.ts";
import { cut, printable, show } from "../show.ts";
import { escapeJson } from "./escape.ts";

/** A value as JSON. */
export interface JsonText {
  /** JSON in characters that every AWS service takes, as it travels: `utf8Length(text)` is its true length. */
  readonly text: string;
  /** A copy of the value, as a reader of the text gets it. */
  readonly value: Json;
}

/** A value may not nest deeper: the envelope around it and its readers have limits. */
export const MAX_VALUE_DEPTH = 60;

/**
 * Turns a value into JSON, strictly: what JSON would silently lose or change is refused. Properties that are `undefined`
 * are dropped, objects with `toJSON` (dates among them) are what that answers; `undefined` itself answers `undefined`.
 * @param what names the value in the error, as in `the result of task "x"`.
 * @throws {CeleriacError} `not-serialisable`, with the path: functions, symbols, bigints, non-finite numbers, cycles,
 * `undefined` in an array, instances of classes without `toJSON`, keys that reach for a prototype, more than 60 levels.
 * `payload-too-large` as soon as it is known to be longer than any payload may be: few objects that contain each other
 * many times would take for ever.
 */
export function toJson(value: unknown, what: string): JsonText | undefined {
  if (value === undefined) return undefined;
  const walk: Walk = { path: [], open: new Set(), leastLength: 0 };
  try {
    const copy = copyOf(value, walk);
    if (copy === undefined) return undefined;
    return { text: escapeJson(JSON.stringify(copy)), value: copy };
  } catch (error) {
    const own = ownError(error);
    if (own instanceof Refusal) throw refused(what, walk, own.message);
    if (own instanceof Excess) throw tooLarge(what);
    throw refused(what, walk, "cannot be read: a property threw an error", error);
  }
}

/** Where the walk stands: the keys and indexes that led here, and the objects on the way. */
interface Walk {
  readonly path: (string | number)[];
  readonly open: Set<object>;
  /** What was copied so far has at least this length as JSON, UTF-16 units. */
  leastLength: number;
}

/** What is wrong with the value at the walk's path. */
class Refusal extends Error {}

/** A little above what any payload may have: whoever is near the limit is told the true length. */
const MOST_LENGTH: number = MAX_PAYLOAD_BYTES + 65_536;

/** The copy has become longer than that. */
class Excess extends Error {}

/** Even to ask what a thrown proxy is may throw. */
function ownError(error: unknown): Refusal | Excess | undefined {
  try {
    return error instanceof Refusal || error instanceof Excess ? error : undefined;
  } catch {
    return undefined;
  }
}

function grow(walk: Walk, length: number): void {
  walk.leastLength += length;
  if (walk.leastLength > MOST_LENGTH) throw new Excess();
}

function copyOf(value: unknown, walk: Walk): Json | undefined {
  // Each value is one character at least, and a comma or bracket beside it.
  grow(walk, typeof value === "string" ? value.length + 2 : 2);
  switch (typeof value) {
    case "string":
    case "boolean":
      return value;
    case "number":
      // JSON would write null for these.
      if (!Number.isFinite(value)) throw new Refusal(`is ${value}, which JSON cannot carry`);
      // JSON has no -0: the copy must be what a reader gets.
      return value + 0;
    case "undefined":
      return undefined;
    case "object":
      return value === null ? null : copyOfObject(value, walk);
    default:
      throw new Refusal(`is ${show(value)}, which JSON cannot carry`);
  }
}

function copyOfObject(value: object, walk: Walk): Json | undefined {
  if (walk.open.has(value)) throw new Refusal("refers back to an object that contains it");
  if (walk.open.size >= MAX_VALUE_DEPTH) throw new Refusal(`nests deeper than ${MAX_VALUE_DEPTH}`);
  walk.open.add(value);
  const copy = copyOfContent(value, walk);
  walk.open.delete(value);
  return copy;
}

function copyOfContent(value: object, walk: Walk): Json | undefined {
  if ("toJSON" in value && typeof value.toJSON === "function") {
    if (value instanceof Date && Number.isNaN(value.getTime()))
      throw new Refusal("is an invalid date");
    return copyOf(value.toJSON(String(walk.path.at(-1) ?? "")), walk);
  }
  if (Array.isArray(value)) return copyOfArray(value, walk);
  if (!isPlain(value)) {
    throw new Refusal(`is ${show(value)}: expected plain data, or an object with toJSON`);
  }
  return copyOfPlain(value, walk);
}

function copyOfArray(array: readonly unknown[], walk: Walk): Json {
  // Not map: it passes over holes.
  return Array.from(array, (item, index) => {
    walk.path.push(index);
    const copy = copyOf(item, walk);
    if (copy === undefined) throw new Refusal("is undefined in an array, where JSON has null only");
    walk.path.pop();
    return copy;
  });
}

function copyOfPlain(value: object, walk: Walk): Json {
  const copy: Record<string, Json> = {};
  const isConstructor = walk.path.at(-1) === "constructor";
  for (const [key, item] of Object.entries(value)) {
    walk.path.push(key);
    grow(walk, key.length);
    if (key === "__proto__" || (isConstructor && key === "prototype")) {
      throw new Refusal("has a name that no reader takes, because it reaches for a prototype");
    }
    const itemCopy = copyOf(item, walk);
    if (itemCopy !== undefined) copy[key] = itemCopy;
    walk.path.pop();
  }
  return copy;
}

// Objects of other realms have another Object.prototype: only its own prototype tells.
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function refused(what: string, walk: Walk, fault: string, cause?: unknown): CeleriacError {
  const steps = walk.path.map((step) => (typeof step === "number" ? `[${step}]` : `.${step}`));
  const path = cut(steps.join("").replace(/^\./, ""), LONGEST_PATH);
  const where = path === "" ? what : `${what}, at ${printable(path)},`;
  return new CeleriacError("not-serialisable", `${where} ${fault}`, { cause, details: { path } });
}

/** A path of keys that somebody else chose may be as long as the value itself. */
const LONGEST_PATH = 500;

function tooLarge(what: string): CeleriacError {
  return new CeleriacError(
    "payload-too-large",
    `${what} is longer than ${MAX_PAYLOAD_BYTES} bytes of JSON: store it yourself and hand on where it lies`,
    { details: { limitBytes: MAX_PAYLOAD_BYTES } },
  );
}
