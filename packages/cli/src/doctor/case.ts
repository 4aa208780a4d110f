import type { Deployment, Resources, Topology } from "@celeriac/core";

/** What is compared: what there should be, where it was looked for, and what was read there. */
export interface Case {
  readonly topology: Topology;
  readonly resources: Resources;
  readonly deployment: Deployment;
  /** The ECS cluster that was looked at. */
  readonly cluster: string | undefined;
}
