import type { Deployment } from "../topology/deployment.ts";
import type { Resources } from "../topology/resources.ts";
import type { Topology } from "../topology/topology.ts";

export interface DeploymentRequest {
  readonly topology: Topology;
  /** Where to look. Queues that it does not name are not among those read. */
  readonly resources: Resources;
  /** How the names of the app's queues begin, and no other app's. Without it the account's queues are not listed. */
  readonly queuePrefix?: string | undefined;
  /** The ECS cluster whose services run the app's workers: name or ARN. Without it workers are `unread`. */
  readonly cluster?: string | undefined;
}

/** Reads how an app is deployed, and changes nothing. */
export interface DeploymentReader {
  /**
   * What may not be read, or what an emulator does not have, is `unread`, with the reason.
   * @throws {CeleriacError} `credentials-missing`, `unreachable` or `call-timeout` when not even the queues can be asked.
   */
  read(request: DeploymentRequest): Promise<Deployment>;
}
