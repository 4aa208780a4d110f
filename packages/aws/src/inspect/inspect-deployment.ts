import type { Deployment, DeploymentRequest } from "@celeriac/core";
import type { InspectEndpoints } from "./inspect-clients.ts";
import { createInspection } from "./inspection.ts";
import { readBucket } from "./read-bucket.ts";
import { createFunctionReader } from "./read-function.ts";
import { readQueue } from "./read-queue.ts";
import { readQueueNames } from "./read-queue-names.ts";
import { readSchedulerRole } from "./read-role.ts";
import { readSchedule, readScheduleGroup } from "./read-schedules.ts";
import { readTable } from "./read-table.ts";
import { readWorkers } from "./read-workers.ts";

/** Reads all of a deployment once, through the clients of the AWS SDK. */
export async function inspectDeployment(
  { topology, resources, queuePrefix, cluster }: DeploymentRequest,
  endpoints: InspectEndpoints,
): Promise<Deployment> {
  const inspection = createInspection(resources, endpoints);
  const readFunction = createFunctionReader(inspection);
  const queueLogicalNames = topology.queues
    .flatMap(({ name, deadLetterQueue }) => [name, deadLetterQueue])
    .filter((name) => Object.hasOwn(resources.queues, name));
  try {
    const [queues, queueNames, table, bucket, scheduleGroup, schedules, schedulerRole, workers] =
      await Promise.all([
        byName(queueLogicalNames, (name) => {
          const location = resources.queues[name] ?? { url: "", arn: "" };
          return readQueue(inspection, name, location, readFunction);
        }),
        readQueueNames(inspection, queuePrefix),
        readTable(inspection),
        readBucket(inspection),
        readScheduleGroup(inspection),
        byName(
          topology.schedules.map(({ name }) => name),
          (name) => readSchedule(inspection, name),
        ),
        readSchedulerRole(inspection),
        readWorkers(inspection, cluster),
      ]);
    const scheduling = { scheduleGroup, schedules, schedulerRole };
    return { queues, queueNames, table, bucket, ...scheduling, workers };
  } finally {
    inspection.clients.destroy();
  }
}

async function byName<Value>(
  names: readonly string[],
  read: (name: string) => Promise<Value>,
): Promise<Record<string, Value>> {
  const pairs = names.map(async (name) => [name, await read(name)] as const);
  return Object.fromEntries(await Promise.all(pairs));
}
