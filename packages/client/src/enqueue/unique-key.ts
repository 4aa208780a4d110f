import {
  CeleriacError,
  isUniqueKey,
  type ResolvedTask,
  show,
  UNIQUE_KEY_SYNTAX,
} from "@celeriac/core";

/**
 * Names what a request must not be done twice at once for; `undefined` where the task does not ask.
 * @throws {CeleriacError} `invalid-input` when the task's `unique.key` throws, or answers what is no key
 */
export function uniqueKeyOf(task: ResolvedTask, value: unknown): string | undefined {
  if (task.unique === undefined) return undefined;
  let key: unknown;
  try {
    key = task.unique.key(value);
  } catch (cause) {
    throw refused(task, "threw instead of answering", cause);
  }
  if (isUniqueKey(key)) return key;
  throw refused(
    task,
    `answered ${typeof key === "string" ? `${key.length} characters` : show(key)}`,
  );
}

// Without the key itself: it is made of the input.
function refused(task: ResolvedTask, fault: string, cause?: unknown): CeleriacError {
  return new CeleriacError(
    "invalid-input",
    `unique.key of task ${task.name} ${fault}: expected ${UNIQUE_KEY_SYNTAX}`,
    { cause, details: { task: task.name } },
  );
}
