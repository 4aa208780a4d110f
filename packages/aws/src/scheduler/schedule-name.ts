import { createHash } from "node:crypto";

/** EventBridge Scheduler: the longest name. */
const MAX_NAME_LENGTH = 64;

/** A schedule's name for a task id of any length and characters. */
export function scheduleName(taskId: string): string {
  const digest = createHash("sha256").update(taskId).digest("hex");
  return `t-${digest}`.slice(0, MAX_NAME_LENGTH);
}
