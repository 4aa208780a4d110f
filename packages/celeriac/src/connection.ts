import { type AwsPorts, createAwsPorts, systemClock, systemRandom } from "@celeriac/aws";
import { type App, type Clock, type Random, type Resources, resourcesFor } from "@celeriac/core";
import { resourcesFromEnvironment } from "./environment.ts";

/** How a client or a host finds its app's resources. */
export interface ConnectionOptions {
  /** @defaultValue what the environment variable `CELERIAC_RESOURCES` says */
  readonly resources?: Resources | undefined;
  /** Called before each AWS call: for counting them. */
  readonly onCall?: ((service: string, operation: string) => void) | undefined;
}

export interface Connection {
  readonly resources: Resources;
  readonly aws: AwsPorts;
  readonly clock: Clock;
  readonly random: Random;
}

/**
 * Finds an app's resources and makes the ports to them; no call is made yet.
 * @throws {CeleriacError} `missing-resource` when they are not known, or a queue of the app is not among them.
 */
export function connect(app: App, options: ConnectionOptions): Connection {
  const resources = resourcesFor(app, options.resources ?? resourcesFromEnvironment(process.env));
  const { onCall } = options;
  const aws = createAwsPorts(resources, onCall === undefined ? {} : { onCall });
  return { resources, aws, clock: systemClock(), random: systemRandom() };
}
