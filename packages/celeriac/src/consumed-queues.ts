import { type App, CeleriacError, type ResolvedQueue } from "@celeriac/core";

/**
 * The queues of an app that a kind of host consumes: all of that kind, or the named ones.
 * @throws {CeleriacError} `invalid-options` for a name that is not one of them, or when there is none.
 */
export function consumedQueues<Kind extends ResolvedQueue["kind"]>(
  app: App,
  kind: Kind,
  names: readonly string[] | undefined,
): readonly Extract<ResolvedQueue, { kind: Kind }>[] {
  const ofKind = [...app.queues.values()].filter((queue) => isOfKind(queue, kind));
  const known = ofKind.map((queue) => queue.name).join(", ") || "none";
  const wrong = names?.find((name) => !ofKind.some((queue) => queue.name === name));
  if (wrong !== undefined) {
    throw new CeleriacError(
      "invalid-options",
      `"${wrong}" is not a ${kind} queue of app "${app.name}": expected one of ${known}`,
    );
  }
  if (ofKind.length === 0) {
    throw new CeleriacError(
      "invalid-options",
      `app "${app.name}" has no ${kind} queue: define one, as in queues: { default: ${kind}() }`,
    );
  }
  return names === undefined ? ofKind : ofKind.filter((queue) => names.includes(queue.name));
}

function isOfKind<Kind extends ResolvedQueue["kind"]>(
  queue: ResolvedQueue,
  kind: Kind,
): queue is Extract<ResolvedQueue, { kind: Kind }> {
  return queue.kind === kind;
}
