const LONGEST_TEXT = 80;

/** Renders any value for an error message: short, on one line, never throwing. */
export function show(value: unknown): string {
  switch (typeof value) {
    case "string":
      return quoted(value);
    case "function":
      return "a function";
    case "bigint":
      return `${value}n`;
    case "object":
      return showObject(value);
    default:
      return String(value);
  }
}

// Messages become SQS attributes, and SQS refuses these two characters.
function quoted(text: string): string {
  const short = text.length > LONGEST_TEXT ? `${cut(text, LONGEST_TEXT)}…` : text;
  return JSON.stringify(short).replaceAll(/[\ufffe\uffff]/g, "\ufffd");
}

function showObject(value: object | null): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return `an array of ${value.length}`;
  try {
    const name: unknown = value.constructor?.name;
    return typeof name === "string" && name !== "" && name !== "Object"
      ? `an instance of ${cut(name, LONGEST_TEXT)}`
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
