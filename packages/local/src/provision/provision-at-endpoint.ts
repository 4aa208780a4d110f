import type { QueueLocation, Topology } from "@celeriac/core";
import { provisionBucket } from "./provision-bucket.ts";
import { provisionQueues } from "./provision-queues.ts";
import { provisionScheduleGroup } from "./provision-schedule-group.ts";
import { provisionSchedules } from "./provision-schedules.ts";
import { provisionTable } from "./provision-table.ts";
import type { ResourceNames } from "./resource-names.ts";

/** Makes what the topology lists at an emulator with one address for all services; answers where the queues are. */
export async function provisionAtEndpoint(
  topology: Topology,
  names: ResourceNames,
  endpoint: string,
): Promise<Readonly<Record<string, QueueLocation>>> {
  const [queues] = await Promise.all([
    provisionQueues(endpoint, topology.queues, names.queue),
    provisionTable({ endpoint, hasTimeToLive: true }, names.table, topology.table),
    provisionBucket(endpoint, names.bucket, topology.bucket),
    provisionScheduleGroup(endpoint, names.scheduleGroup),
  ]);
  await provisionSchedules(endpoint, names.scheduleGroup, topology.schedules, queues);
  return queues;
}
