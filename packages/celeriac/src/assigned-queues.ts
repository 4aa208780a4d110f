/**
 * The queues that `CELERIAC_QUEUES` assigns to this function or worker, by their names, commas between them; `undefined`
 * when it is absent or empty: all that the app has for this kind of host. A deployment sets it where each queue has a
 * function or a service of its own.
 */
export function assignedQueues(
  environment: Readonly<Record<string, string | undefined>>,
): readonly string[] | undefined {
  const names = environment["CELERIAC_QUEUES"]?.split(",").map((name) => name.trim());
  const given = names?.filter((name) => name !== "");
  return given === undefined || given.length === 0 ? undefined : given;
}
