import type { LogFields } from "../ports/logger.ts";
import { toFailureError } from "./failure-error.ts";

/**
 * Fields as a JSON line can carry them: errors by name, message, code, stack and causes. What else hangs on an error
 * is left out, since it may hold a task's input.
 */
export function toLoggableFields(fields: LogFields): Record<string, unknown> {
  const entries = Object.entries(fields).map(([name, value]) => [
    name,
    value instanceof Error ? toFailureError(value) : value,
  ]);
  return Object.fromEntries(entries);
}
