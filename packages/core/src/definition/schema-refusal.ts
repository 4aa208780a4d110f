import { CeleriacError } from "../errors/celeriac-error.ts";
import { cut } from "../show.ts";

/** One thing that a Standard Schema found wrong. */
export interface SchemaIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

const MOST_ISSUES = 10;
const LONGEST_MESSAGE = 300;

/**
 * The error for a value that its schema refused: each issue by path and in the schema's words, never the value itself,
 * which may be a secret and would end in logs. Some libraries quote it: give `value`, and it is struck out of their words.
 * @param what names the value, as in `the input of task images.resize`.
 */
export function refusedBySchema(
  code: "invalid-input" | "invalid-output",
  what: string,
  issues: readonly SchemaIssue[],
  value?: unknown,
): CeleriacError {
  const shown = issues.slice(0, MOST_ISSUES).map((issue) => {
    const keys = keysOf(issue);
    const message = withoutValue(issue.message, valueAt(value, keys));
    return {
      path: keys.length === 0 ? "(the whole value)" : keys.map(String).join("."),
      message: cut(message, LONGEST_MESSAGE),
    };
  });
  const lines = shown.map(({ path, message }) => `${path}: ${message}`).join("; ");
  const rest = issues.length - shown.length;
  const more = rest > 0 ? `, and ${rest} more` : "";
  return new CeleriacError(code, `${what} was refused by its schema: ${lines}${more}`, {
    details: { issues: shown },
  });
}

function keysOf(issue: SchemaIssue): PropertyKey[] {
  return (issue.path ?? []).map((part) => (typeof part === "object" ? part.key : part));
}

function valueAt(value: unknown, keys: readonly PropertyKey[]): unknown {
  let found: unknown = value;
  for (const key of keys) {
    if (typeof found !== "object" || found === null) return undefined;
    found = Object.getOwnPropertyDescriptor(found, key)?.value;
  }
  return found;
}

/** Shorter texts stand in messages by chance. */
const SHORTEST_BARE_TEXT = 4;

function withoutValue(message: string, value: unknown): string {
  if (typeof value === "string") {
    let hidden = message;
    for (const quoted of [JSON.stringify(value), `"${value}"`, `'${value}'`, `\`${value}\``]) {
      hidden = hidden.replaceAll(quoted, "…");
    }
    return value.length < SHORTEST_BARE_TEXT ? hidden : hidden.replaceAll(value, "…");
  }
  if (typeof value !== "number" && typeof value !== "bigint") return message;
  const digits = String(value).replaceAll(/[.+]/g, String.raw`\$&`);
  return message.replaceAll(new RegExp(String.raw`(?<![\w.])${digits}(?![\w.])`, "g"), "…");
}
