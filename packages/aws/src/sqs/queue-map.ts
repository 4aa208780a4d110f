import { CeleriacError, type QueueLocation, type Resources } from "@celeriac/core";

/**
 * Where a queue is, by its logical name.
 * @throws {CeleriacError} `missing-resource`
 */
export function locateQueue(resources: Resources, queue: string): QueueLocation {
  if (Object.hasOwn(resources.queues, queue)) {
    const location = resources.queues[queue];
    if (location !== undefined) return location;
  }
  const known = Object.keys(resources.queues).map((name) => JSON.stringify(name));
  throw new CeleriacError(
    "missing-resource",
    `CELERIAC_RESOURCES names no queue ${JSON.stringify(queue)}, only ${known.join(", ") || "none at all"}: deploy the app as it is now, or route the task elsewhere`,
    { details: { queue } },
  );
}

/** One thing for each queue, made when the queue is first used. */
export function perQueue<Value>(
  resources: Resources,
  make: (queue: string, url: string) => Value,
): (queue: string) => Value {
  const made = new Map<string, Value>();
  return (queue) => {
    const known = made.get(queue);
    if (known !== undefined) return known;
    const value = make(queue, locateQueue(resources, queue).url);
    made.set(queue, value);
    return value;
  };
}
