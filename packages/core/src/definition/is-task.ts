import type { AnyTask } from "./task-definition.ts";

/** Recognises what `defineTask` made, in this or another copy of the library. */
export function isTask(value: unknown): value is AnyTask {
  return typeof value === "object" && value !== null && "kind" in value && value.kind === "task";
}
