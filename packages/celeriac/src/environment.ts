import { CeleriacError, parseResources, type Resources } from "@celeriac/core";

/** The environment variable that says where an app's resources are. */
export const RESOURCES_VARIABLE = "CELERIAC_RESOURCES";

/**
 * Reads where an app's resources are.
 * @throws {CeleriacError} `missing-resource` when the variable is absent or is not what a deployment writes.
 */
export function resourcesFromEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): Resources {
  const text = environment[RESOURCES_VARIABLE];
  if (text !== undefined && text !== "") return parseResources(text);
  throw new CeleriacError(
    "missing-resource",
    `${RESOURCES_VARIABLE} is not set: it holds, as JSON, where the app's queues and table are. ` +
      "A deployment and the embedded AWS (celeriac/local: `environment`) set it for their processes; " +
      "anywhere else set it yourself, or pass `resources`.",
    { details: { variable: RESOURCES_VARIABLE } },
  );
}
