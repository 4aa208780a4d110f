import type { Topology } from "@celeriac/core";

/** The physical names of an app's resources: two apps, or two stages of one, share an account in peace. */
export interface ResourceNames {
  /** By logical name; dead-letter queues too. */
  readonly queue: (logicalName: string) => string;
  readonly table: string;
  readonly bucket: string;
  readonly scheduleGroup: string;
}

/** The stage of what a developer has on one machine: `celeriac dev` makes it, and other commands find it by its name. */
export const LOCAL_STAGE = "local";

export function resourceNames(topology: Topology, stage: string): ResourceNames {
  const prefix = `${topology.app}-${stage}`;
  return {
    queue: (logicalName) => `${prefix}-${logicalName}`,
    table: `${prefix}-tasks`,
    bucket: `${prefix}-payloads`,
    scheduleGroup: `${topology.scheduleGroup}-${stage}`,
  };
}
