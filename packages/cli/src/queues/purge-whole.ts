import { CeleriacError, show } from "@celeriac/core";
import type { RunningApp } from "../with-app.ts";

/**
 * Has SQS delete all messages of a queue.
 * @throws {CeleriacError} `throttled` within 60 seconds after another purge.
 */
export async function purgeWhole(queue: string, { queues }: RunningApp): Promise<void> {
  if ((await queues.purge(queue)) === "purged") return;
  throw new CeleriacError(
    "throttled",
    `queue ${show(queue)} was purged within the last 60 seconds, and SQS purges a queue once in that time: wait, and purge it again if it is not empty by then`,
    { retryable: true, details: { queue } },
  );
}
