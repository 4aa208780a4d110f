import { CeleriacError } from "../errors/celeriac-error.ts";
import { cut, printable } from "../show.ts";

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
      path:
        keys.length === 0
          ? "(the whole value)"
          : printable(cut(keys.map(String).join("."), LONGEST_MESSAGE)),
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
    found = ownValue(found, key);
  }
  return found;
}

/** Shorter texts stand in messages by chance. */
const SHORTEST_BARE_TEXT = 4;

/** Longest first: a short text may be a part of a long one. */
function withoutValue(message: string, value: unknown): string {
  const text = cut(message, LONGEST_LOOKED_THROUGH);
  if (typeof value !== "object" || value === null) return withoutLeaf(text, value);
  return leavesOf(value)
    .filter((leaf) => lengthOf(leaf) >= SHORTEST_BARE_TEXT)
    .sort((a, b) => lengthOf(b) - lengthOf(a))
    .reduce<string>(withoutLeaf, text);
}

const LONGEST_LOOKED_THROUGH = 10_000;

function lengthOf(leaf: unknown): number {
  if (typeof leaf === "string") return leaf.length;
  return typeof leaf === "number" || typeof leaf === "bigint" ? String(leaf).length : 0;
}

/** A message about an object may quote what lies in it; this many texts and numbers of it are looked for. */
const MOST_LEAVES = 1000;

function leavesOf(root: unknown): unknown[] {
  const leaves: unknown[] = [];
  const open: unknown[] = [root];
  const seen = new Set<object>();
  while (open.length > 0 && leaves.length < MOST_LEAVES) {
    const value = open.pop();
    if (typeof value !== "object" || value === null) leaves.push(value);
    else if (!seen.has(value)) {
      seen.add(value);
      for (const key of ownKeys(value)) open.push(ownValue(value, key));
    }
  }
  return leaves;
}

function ownKeys(value: object): PropertyKey[] {
  try {
    return Reflect.ownKeys(value).slice(0, MOST_LEAVES);
  } catch {
    return [];
  }
}

/** Without running a getter; a proxy's trap may throw all the same. */
function ownValue(value: object, key: PropertyKey): unknown {
  try {
    return Object.getOwnPropertyDescriptor(value, key)?.value;
  } catch {
    return undefined;
  }
}

function withoutLeaf(message: string, value: unknown): string {
  if (typeof value === "string") {
    if (value === "" || value.length > message.length) return message;
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
