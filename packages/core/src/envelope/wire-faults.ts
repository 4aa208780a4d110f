import { show } from "../show.ts";
import { isUniqueKey, UNIQUE_KEY_SYNTAX } from "../unique/unique-lock.ts";
import {
  isInputKey,
  isInstant,
  isPayloadLength,
  isTags,
  isTaskId,
  isTenant,
  isToken,
  isWhole,
  MAX_GENERATION,
  TAGS_SYNTAX,
  TASK_ID_SYNTAX,
  TENANT_SYNTAX,
} from "./syntax.ts";
import { readTick } from "./tick.ts";

type Fields = Readonly<Record<string, unknown>>;

interface FieldRule {
  readonly key: string;
  readonly field: string;
  readonly required?: (fields: Fields) => boolean;
  readonly fits: (value: unknown, fields: Fields) => boolean;
  readonly expected: string;
}

const INSTANT = { fits: isInstant, expected: "whole ms since 1970" };
const LIMIT = {
  fits: (value: unknown): boolean => isWhole(value, 1, Number.MAX_SAFE_INTEGER),
  expected: "whole ms from 1",
};
const ID = { fits: isTaskId, expected: TASK_ID_SYNTAX };
const COUNT = {
  fits: (value: unknown): boolean => isWhole(value, 0, MAX_GENERATION),
  expected: "a whole number, 0 to 1,000,000",
};

const always = (): boolean => true;

/** One rule per key of the wire, apart from `v` and `d`. */
const RULES: readonly FieldRule[] = [
  { key: "i", field: "task id", required: always, ...ID },
  { key: "t", field: "task", required: always, ...ID },
  { key: "g", field: "generation", required: always, ...COUNT },
  {
    key: "k",
    field: "tick",
    fits: (value) => readTick(value) !== undefined,
    expected: "an instant such as 2026-11-21T03:00:00Z",
  },
  { key: "q", field: "enqueued-at", required: ({ k: tick }) => tick === undefined, ...INSTANT },
  { key: "h", field: "hops", required: always, ...COUNT },
  {
    key: "r",
    field: "stored input",
    fits: isStored,
    expected: "a key under inputs/ and the task id, and a length in bytes",
  },
  { key: "e", field: "eta", ...INSTANT },
  { key: "x", field: "expires", ...INSTANT },
  { key: "s", field: "soft time limit", ...LIMIT },
  { key: "l", field: "time limit", ...LIMIT },
  { key: "w", field: "workflow", fits: isWorkflow, expected: "an id and a node" },
  { key: "o", field: "root id", ...ID },
  { key: "p", field: "parent id", ...ID },
  { key: "n", field: "tenant", fits: isTenant, expected: TENANT_SYNTAX },
  { key: "m", field: "tags", fits: isTags, expected: TAGS_SYNTAX },
  { key: "u", field: "unique key", fits: isUniqueKey, expected: UNIQUE_KEY_SYNTAX },
  { key: "c", field: "trace", fits: isToken, expected: "a W3C traceparent" },
];

/** Names the first field that is not as the wire's table says, and how; `undefined` when all are. */
export function wireFault(fields: Fields): string | undefined {
  for (const { key, field, required, fits, expected } of RULES) {
    const value = fields[key];
    if (value === undefined && required?.(fields) !== true) continue;
    if (!fits(value, fields))
      return `the ${field} ("${key}") is ${show(value)}: expected ${expected}`;
  }
  if (fields["d"] !== undefined && fields["r"] !== undefined) {
    return 'it has both an inline input ("d") and a stored one ("r"): expected one at most';
  }
  return undefined;
}

function isStored(value: unknown, { i: taskId }: Fields): boolean {
  return isFields(value) && isInputKey(value["k"], taskId) && isPayloadLength(value["b"]);
}

function isWorkflow(value: unknown): boolean {
  return isFields(value) && isTaskId(value["i"]) && isToken(value["n"]);
}

/** Says whether a parsed value is an object with keys. */
export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
