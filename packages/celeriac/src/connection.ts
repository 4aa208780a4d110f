import { type AwsPorts, createAwsPorts, systemClock, systemRandom } from "@celeriac/aws";
import { type App, type Clock, type Random, type Resources, resourcesFor } from "@celeriac/core";
import { findResources, type Surroundings } from "./environment.ts";

/** How a client or a host finds its app's resources. */
export interface ConnectionOptions {
  /** Where the app's queues, table and bucket are. @defaultValue what the environment variable `CELERIAC_RESOURCES` says, else the SST link of the app, else a running `celeriac dev` */
  readonly resources?: Resources | undefined;
  /**
   * The name of the SST component that is meant, `"Tasks"` for `new Celeriac("Tasks", …)`; needed where several of one
   * app are linked. Where `resources` or `CELERIAC_RESOURCES` is given, it says nothing.
   */
  readonly link?: string | undefined;
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
  const { onCall, link } = options;
  const resources = resourcesFor(app, options.resources ?? findResources(app.name, here(), link));
  const aws = createAwsPorts(resources, onCall === undefined ? {} : { onCall });
  return { resources, aws, clock: systemClock(), random: systemRandom() };
}

function here(): Surroundings {
  return {
    environment: process.env,
    decryptedLinks: Reflect.get(globalThis, "SST_KEY_FILE_DATA"),
  };
}
