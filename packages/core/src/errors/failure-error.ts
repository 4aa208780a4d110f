import type { FailureError } from "../record/failure.ts";
import { cut, show } from "../show.ts";

const NOT_AN_ERROR = "NonErrorThrown";
const UNKNOWN: FailureError = { name: NOT_AN_ERROR, message: "unknown" };
const MOST_CAUSES = 5;
const LONGEST_NAME = 200;
const LONGEST_MESSAGE = 2000;
const LONGEST_STACK = 8000;
// Deep chains stay far below what an item of the table may hold: about 35,000 characters in all.
const LONGEST_CAUSE_STACK = 2000;

/**
 * Turns whatever was thrown into what is stored of it. Keeps name, message, code, stack and up to 5 causes, each cut:
 * about 35,000 characters at most. Never throws, whatever the value's getters do.
 */
export function toFailureError(
  error: unknown,
  options: { /** @defaultValue true */ readonly stack?: boolean } = {},
): FailureError {
  return convert(error, options.stack ?? true, []) ?? UNKNOWN;
}

/** An error with a stored failure's name, message, code, stack and causes, to be thrown at or shown to a caller. */
export function fromFailureError(failure: FailureError): Error {
  const cause =
    failure.cause === undefined ? undefined : { cause: fromFailureError(failure.cause) };
  const error = new Error(failure.message, cause);
  const fields = {
    name: failure.name,
    code: failure.code,
    stack: failure.stack ?? nameLine(failure),
  };
  for (const [key, value] of Object.entries(fields)) {
    if (value !== undefined) define(error, key, value);
  }
  return error;
}

/** `above`: the errors whose cause this one is, outermost first. */
function convert(
  error: unknown,
  withStack: boolean,
  above: readonly unknown[],
): FailureError | undefined {
  if (above.length > MOST_CAUSES || above.includes(error)) return undefined;
  if (typeof error !== "object" || error === null) {
    const message = typeof error === "string" ? error : show(error);
    return { name: NOT_AN_ERROR, message: text(message, LONGEST_MESSAGE) };
  }
  const name = read(error, "name");
  const message = read(error, "message");
  const code = read(error, "code");
  const stack = withStack ? read(error, "stack") : undefined;
  const cause = read(error, "cause") ?? undefined;
  const longestStack = above.length === 0 ? LONGEST_STACK : LONGEST_CAUSE_STACK;
  return {
    name: isText(name) ? text(name, LONGEST_NAME) : NOT_AN_ERROR,
    message: text(typeof message === "string" ? message : show(error), LONGEST_MESSAGE),
    ...(isText(code) || typeof code === "number" ? { code: text(`${code}`, LONGEST_NAME) } : {}),
    ...(isText(stack) ? { stack: text(stack, longestStack) } : {}),
    ...(cause === undefined ? {} : causeOf(convert(cause, withStack, [...above, error]))),
  };
}

function causeOf(cause: FailureError | undefined): { readonly cause?: FailureError } {
  return cause === undefined ? {} : { cause };
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

// A getter or a proxy may throw.
function read(error: object, key: string): unknown {
  try {
    return Reflect.get(error, key);
  } catch {
    return undefined;
  }
}

// The store writes UTF-8, in which half a surrogate pair has no place.
function text(value: string, longest: number): string {
  return cut(value, longest).toWellFormed();
}

function nameLine({ name, message }: FailureError): string {
  return message === "" ? name : `${name}: ${message}`;
}

function define(error: Error, key: string, value: string): void {
  Object.defineProperty(error, key, {
    value,
    configurable: true,
    writable: true,
    enumerable: key === "code",
  });
}
