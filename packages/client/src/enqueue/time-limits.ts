import {
  CeleriacError,
  LAMBDA_TIME_LIMIT_MARGIN_MS,
  type ResolvedTask,
  show,
} from "@celeriac/core";
import type { Conditions } from "./conditions.ts";

/**
 * Refuses limits that could not hold: the soft one after the hard one, or one that a Lambda function does not live to enforce.
 * The task's own limits count where the call says nothing, since the call may have chosen another queue.
 * @throws {CeleriacError} `invalid-options`
 */
export function checkTimeLimits(
  task: ResolvedTask,
  conditions: Pick<Conditions, "queue" | "softTimeLimitMs" | "timeLimitMs">,
): void {
  const { queue } = conditions;
  const soft = conditions.softTimeLimitMs ?? task.softTimeLimitMs;
  const hard = conditions.timeLimitMs ?? task.timeLimitMs;
  if (soft !== undefined && hard !== undefined && soft > hard) {
    throw new CeleriacError(
      "invalid-options",
      `softTimeLimit (${soft} ms) is longer than timeLimit (${hard} ms) for task ${task.name}: expected it to be shorter`,
      { details: { softTimeLimitMs: soft, timeLimitMs: hard } },
    );
  }
  if (queue.kind !== "lambda") return;
  const most = queue.timeoutMs - LAMBDA_TIME_LIMIT_MARGIN_MS;
  for (const [option, limitMs] of Object.entries({ softTimeLimit: soft, timeLimit: hard })) {
    if (limitMs === undefined || limitMs <= most) continue;
    throw new CeleriacError(
      "invalid-options",
      `${option} of task ${task.name} is ${limitMs} ms: expected at most ${most} ms, ${LAMBDA_TIME_LIMIT_MARGIN_MS} ms below the timeout of lambda queue ${show(queue.name)}; shorten it, or send to a queue with a longer timeout`,
      { details: { option, limitMs, timeoutMs: queue.timeoutMs } },
    );
  }
}
