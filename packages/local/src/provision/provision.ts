import type { QueueLocation, Topology } from "@celeriac/core";
import type { Servers } from "../servers.ts";
import { provisionBucket } from "./provision-bucket.ts";
import { provisionQueues } from "./provision-queues.ts";
import { provisionSchedules } from "./provision-schedules.ts";
import { provisionTable } from "./provision-table.ts";
import type { ResourceNames } from "./resource-names.ts";

/** Makes what the topology lists, or brings it up to date; answers where the queues are. */
export async function provision(
  topology: Topology,
  names: ResourceNames,
  { sqs, table, scheduler }: Servers,
): Promise<Readonly<Record<string, QueueLocation>>> {
  const site = { endpoint: table.endpoint, hasTimeToLive: table.emulator === "dynoxide" };
  const [queues] = await Promise.all([
    provisionQueues(sqs.endpoint, topology.queues, names.queue),
    provisionTable(site, names.table, topology.table),
    provisionBucket(sqs.endpoint, names.bucket, topology.bucket),
  ]);
  scheduler.addGroup(names.scheduleGroup);
  await provisionSchedules(scheduler.endpoint, names.scheduleGroup, topology.schedules, queues);
  return queues;
}
