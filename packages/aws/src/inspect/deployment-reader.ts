import type { DeploymentReader } from "@celeriac/core";
import type { InspectEndpoints } from "./inspect-clients.ts";

export interface DeploymentReaderOptions {
  /**
   * Where the services answer that the resources do not name. Without one, a service is `unread` when the resources
   * have endpoints, and else asked at AWS.
   */
  readonly endpoints?: InspectEndpoints | undefined;
}

/** Reads deployments through AWS's APIs. No client is loaded before the first reading. */
export function createDeploymentReader(options: DeploymentReaderOptions = {}): DeploymentReader {
  return {
    async read(request) {
      const { inspectDeployment } = await import("./inspect-deployment.ts");
      return inspectDeployment(request, options.endpoints ?? {});
    },
  };
}
