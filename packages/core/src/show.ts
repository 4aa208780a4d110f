const LONGEST_TEXT = 80;

/** Renders any value for an error message: short, on one line, never throwing. */
export function show(value: unknown): string {
  switch (typeof value) {
    case "string":
      return quoted(value);
    case "function":
      return "a function";
    case "bigint":
      return showBigint(value);
    case "symbol":
      return printable(shortened(String(value)));
    case "object":
      return showObject(value);
    default:
      return String(value);
  }
}

/** What breaks a line, turns a text around or speaks to a terminal: controls, line separators, marks of direction. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is written out
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

// Messages become SQS attributes, and SQS refuses U+FFFE and U+FFFF.
function quoted(text: string): string {
  return printable(JSON.stringify(shortened(text)));
}

function shortened(text: string): string {
  return text.length > LONGEST_TEXT ? `${cut(text, LONGEST_TEXT)}…` : text;
}

/** A text with what breaks lines or turns it around written out. */
export function printable(text: string): string {
  return text
    .replaceAll(/[\ufffe\uffff]/g, "\ufffd")
    .replaceAll(UNPRINTABLE, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** Writing out a long one takes the square of its length. */
const LONGEST_BIGINT = 10n ** 80n;

function showBigint(value: bigint): string {
  const isShort = value < LONGEST_BIGINT && value > -LONGEST_BIGINT;
  return isShort ? `${value}n` : "a bigint of more than 80 digits";
}

function showObject(value: object | null): string {
  if (value === null) return "null";
  try {
    if (Array.isArray(value)) return `an array of ${value.length}`;
    const name: unknown = value.constructor?.name;
    return typeof name === "string" && name !== "" && name !== "Object"
      ? `an instance of ${printable(cut(name, LONGEST_TEXT))}`
      : "an object";
  } catch {
    return "an object";
  }
}

/** The first `length` UTF-16 units of a text, one less where that would leave half a surrogate pair. */
export function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  const last = text.charCodeAt(length - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? length - 1 : length);
}
