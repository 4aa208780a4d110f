import { type App, CeleriacError, didYouMean, type ResolvedQueue, show } from "@celeriac/core";

/**
 * A queue of the app by its name.
 * @throws {CeleriacError} `invalid-options` when the app has no such queue.
 */
export function knownQueue(app: App, name: unknown): ResolvedQueue {
  const queue = typeof name === "string" ? app.queues.get(name) : undefined;
  if (queue !== undefined) return queue;
  const hint = typeof name === "string" ? didYouMean(name, app.queues.keys()) : "";
  throw new CeleriacError(
    "invalid-options",
    `queue is ${show(name)}: app ${show(app.name)} has ${[...app.queues.keys()].join(", ")}${hint}`,
    { details: { app: app.name, queue: name } },
  );
}
