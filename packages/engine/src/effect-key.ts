import { RejectError, type ResolvedIdempotency, type ResolvedTask } from "@celeriac/core";

/** The longest key, UTF-16 units: a whole document as a key is a mistake. */
const LONGEST_KEY = 1024;

/**
 * The idempotency key of an input, checked. No message holds it: it is made of the input.
 * @throws {RejectError} the task can never run: its input has no key.
 */
export function effectKey(
  task: Pick<ResolvedTask, "name">,
  idempotency: ResolvedIdempotency,
  input: unknown,
): string {
  let key: unknown;
  try {
    key = idempotency.key(input);
  } catch (cause) {
    throw new RejectError(`idempotency.key of ${task.name} threw instead of answering`, { cause });
  }
  if (typeof key === "string" && key !== "" && key.length <= LONGEST_KEY) return key;
  throw new RejectError(
    `idempotency.key of ${task.name} answered ${described(key)}: expected a text of 1 to ${LONGEST_KEY} characters`,
  );
}

function described(key: unknown): string {
  if (typeof key === "string") return key === "" ? "an empty text" : `${key.length} characters`;
  if (key instanceof Promise) return "a promise";
  return key === null || key === undefined ? String(key) : `a value of type ${typeof key}`;
}
