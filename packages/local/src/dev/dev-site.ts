import type { QueueLocation, Resources, Topology } from "@celeriac/core";
import type { WriteLog } from "../log.ts";
import type { ChildKeeper } from "../process/child-keeper.ts";
import {
  describeEnvironment,
  describeResources,
  endpointsAt,
  type ServerEndpoints,
} from "../provision/describe-resources.ts";
import { provision } from "../provision/provision.ts";
import { provisionAtEndpoint } from "../provision/provision-at-endpoint.ts";
import { removeResources } from "../provision/remove-resources.ts";
import { LOCAL_STAGE, type ResourceNames, resourceNames } from "../provision/resource-names.ts";
import type { EmbeddedSchedule } from "../scheduler/scheduler-server.ts";
import { startServers } from "../servers.ts";

/** Where an app's resources are, as provisioned last. */
export interface DevPlace {
  readonly resources: Resources;
  /** For processes that shall use them. */
  readonly environment: Readonly<Record<string, string>>;
  readonly queues: Readonly<Record<string, QueueLocation>>;
  readonly functionName: (queue: string) => string;
  readonly sqsEndpoint: string;
}

/** The AWS of a development system. */
export interface DevSite {
  /** Makes what the topology lists, or brings it up to date; what it does not list stays as it is. */
  provision(topology: Topology): Promise<DevPlace>;
  /** The schedules that wait, where that can be known. */
  schedules(): readonly EmbeddedSchedule[];
  /** Lets every long poll under way answer at once; where that cannot be, it does nothing. */
  endLongPolls(): void;
  stop(): Promise<void>;
}

export interface EmbeddedSiteOptions {
  readonly topology: Topology;
  /** @defaultValue in memory */
  readonly dataDir: string | undefined;
  readonly keeper: ChildKeeper;
  readonly onLog: WriteLog;
}

/** @throws {CeleriacError} `emulator-failed`. */
export async function startEmbeddedSite(options: EmbeddedSiteOptions): Promise<DevSite> {
  const servers = await startServers(options, options.keeper);
  const { endpoints, sqs, scheduler } = servers;
  const writes = servers.table.emulator === "dynoxide" ? "batched" : "single";
  let firing = false;
  return {
    provision: async (topology) => {
      const names = resourceNames(topology, LOCAL_STAGE);
      const queues = await provision(topology, names, servers);
      if (!firing) scheduler.start(endpoints.sqs);
      firing = true;
      return placeOf(topology.app, { names, queues, endpoints, writes });
    },
    schedules: () => scheduler.list(),
    endLongPolls: () => sqs.endLongPolls(),
    stop: () => servers.stop(),
  };
}

/**
 * An emulator that runs already, with one address for all services.
 * @param keep leaves the resources there at the stop; else they are removed, with all that is in them.
 */
export function siteAtEndpoint(endpoint: string, keep: boolean): DevSite {
  let last: Resources | undefined;
  return {
    provision: async (topology) => {
      const names = resourceNames(topology, LOCAL_STAGE);
      const queues = await provisionAtEndpoint(topology, names, endpoint);
      const endpoints = endpointsAt(endpoint);
      const place = placeOf(topology.app, { names, queues, endpoints, writes: "batched" });
      last = place.resources;
      return place;
    },
    schedules: () => [],
    endLongPolls: () => undefined,
    stop: async () => {
      if (!keep && last !== undefined) await removeResources(endpoint, last);
    },
  };
}

interface Provisioned {
  readonly names: ResourceNames;
  readonly queues: Readonly<Record<string, QueueLocation>>;
  readonly endpoints: ServerEndpoints;
  readonly writes: "batched" | "single";
}

function placeOf(app: string, { names, queues, endpoints, writes }: Provisioned): DevPlace {
  const resources = describeResources(app, names, queues, endpoints, writes);
  return {
    resources,
    environment: describeEnvironment(resources, endpoints),
    queues,
    functionName: names.queue,
    sqsEndpoint: endpoints.sqs,
  };
}
