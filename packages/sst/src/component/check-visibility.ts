import { CeleriacError, show, type Topology } from "@celeriac/core";
import type { LogicalNames } from "../names/logical-names.ts";
import { queueSettings } from "../settings/queue-settings.ts";
import { type Transforms, transformed } from "./transforms.ts";

/**
 * Refuses a transform that takes a queue's visibility under its function's timeout, which AWS would refuse once the queue
 * is made. The transform is tried on a copy.
 * @throws {CeleriacError} `invalid-definition`
 */
export function checkVisibility(
  topology: Topology,
  names: LogicalNames,
  transform: Transforms["queue"],
): void {
  for (const queue of topology.queues) {
    if (queue.consumer.kind !== "lambda") continue;
    const name = `${names.queue("Queue", queue.name)}Queue`;
    const [, args] = transformed(transform, name, { ...queueSettings(queue) }, {});
    const visibility: unknown = args.visibilityTimeoutSeconds;
    const { timeoutSeconds } = queue.consumer;
    if (typeof visibility !== "number" || visibility >= timeoutSeconds) continue;
    throw new CeleriacError(
      "invalid-definition",
      `transform.queue sets the visibilityTimeoutSeconds of queue ${show(queue.name)} to ${visibility}: expected at least ` +
        `${timeoutSeconds}, its function's timeout, and better ${queue.visibilityTimeoutSeconds}; AWS refuses the mapping otherwise`,
      { details: { queue: queue.name, visibilitySeconds: visibility, timeoutSeconds } },
    );
  }
}
