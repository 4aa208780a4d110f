import { parseDuration, type Resources } from "@celeriac/core";
import type { EmbeddedAwsOptions } from "./embedded-aws-options.ts";
import { bundlingPackages } from "./install/embedded-packages.ts";
import { requirePackages } from "./install/require-packages.ts";
import { prepareFunctions } from "./lambda/prepare-functions.ts";
import { runFunctions } from "./lambda/run-functions.ts";
import { createChildKeeper } from "./process/child-keeper.ts";
import {
  describeEnvironment,
  describeResources,
  endpointsAt,
} from "./provision/describe-resources.ts";
import { provisionAtEndpoint } from "./provision/provision-at-endpoint.ts";
import { removeResources } from "./provision/remove-resources.ts";
import { resourceNames } from "./provision/resource-names.ts";

export interface AwsAtEndpointOptions
  extends Pick<EmbeddedAwsOptions, "topology" | "functions" | "drain" | "onLog"> {
  /** One address for all services, as LocalStack has. */
  readonly endpoint: string;
  /** Part of every physical name. What is there under these names already is used, and removed at the end. */
  readonly stage: string;
}

/** An app's resources at an emulator that runs elsewhere, and its functions, which run here. */
export interface AwsAtEndpoint {
  readonly resources: Resources;
  /** For processes that shall use it. */
  readonly environment: Readonly<Record<string, string>>;
  /** Ends the functions and removes the resources, with the messages that are left. Called again, it answers the same promise. */
  stop(): Promise<void>;
}

/**
 * Provisions an emulator from the topology and runs the functions that consume its queues: a test on LocalStack is
 * set up as one on the embedded AWS.
 * @throws {CeleriacError} invalid-options for options that do not fit the topology, emulator-failed when code cannot be
 * bundled; and what the AWS SDK throws.
 */
export async function startAwsAtEndpoint(options: AwsAtEndpointOptions): Promise<AwsAtEndpoint> {
  const { endpoint, topology } = options;
  const drainMs = parseDuration(options.drain ?? "10s", "drain");
  requirePackages(bundlingPackages(options.functions));
  const names = resourceNames(topology, options.stage);
  const endpoints = endpointsAt(endpoint);
  const keeper = createChildKeeper();
  try {
    const [prepared, queues] = await Promise.all([
      prepareFunctions(topology, options.functions ?? {}, keeper),
      provisionAtEndpoint(topology, names, endpoint),
    ]);
    const resources = describeResources(topology.app, names, queues, endpoints, "batched");
    const environment = describeEnvironment(resources, endpoints);
    const functions = runFunctions({
      prepared,
      queues,
      sqsEndpoint: endpoint,
      functionName: names.queue,
      environment,
      keeper,
      writeLog: options.onLog ?? (() => undefined),
    });
    const takeDown = async (): Promise<void> => {
      let removed: Promise<void> | undefined;
      // A long poll of a queue that is removed is answered at once.
      const remove = (): void => {
        removed ??= removeResources(endpoint, resources);
      };
      await functions.stop(drainMs, remove);
      remove();
      await removed;
      await keeper.stop();
    };
    let stopped: Promise<void> | undefined;
    return {
      resources,
      environment,
      stop: () => {
        stopped ??= takeDown();
        return stopped;
      },
    };
  } catch (error) {
    await keeper.stop();
    throw error;
  }
}
