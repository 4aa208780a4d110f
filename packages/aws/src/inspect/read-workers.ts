import {
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  paginateListServices,
  type Service,
} from "@aws-sdk/client-ecs";
import { type DeployedWorker, type Reading, show } from "@celeriac/core";
import type { Inspection } from "./inspection.ts";

/** ECS: services in one DescribeServices (API reference, 2026). */
const MAX_DESCRIBED = 10;
/** ECS: a container's stopTimeout where its definition has none, on Fargate. */
const DEFAULT_STOP_TIMEOUT_SECONDS = 30;

/** The variable that tells a worker which queues to consume. */
const QUEUES_VARIABLE = "CELERIAC_QUEUES";

const NO_CLUSTER =
  "no cluster was named: name the one whose services run the workers, by --cluster";

/** Reads the services of a cluster, whosever they are. */
export async function readWorkers(
  { clients, read }: Inspection,
  cluster: string | undefined,
): Promise<Reading<readonly DeployedWorker[]>> {
  if (cluster === undefined) return { kind: "unread", why: NO_CLUSTER };
  const resource = `cluster ${show(cluster)}`;
  const listed = await read({ action: "ecs:ListServices", resource }, async () => {
    const arns: string[] = [];
    for await (const page of paginateListServices({ client: clients.ecs }, { cluster })) {
      arns.push(...(page.serviceArns ?? []));
    }
    return arns;
  });
  if (listed.kind !== "found") return listed;
  const described = await read({ action: "ecs:DescribeServices", resource }, async () => {
    const pages = await Promise.all(
      inTens(listed.value).map((services) =>
        clients.ecs.send(new DescribeServicesCommand({ cluster, services })),
      ),
    );
    return pages.flatMap((page) => page.services ?? []);
  });
  if (described.kind !== "found") return described;
  return read({ action: "ecs:DescribeTaskDefinition", resource }, () =>
    Promise.all(described.value.map((service) => workerOf(clients.ecs, service))),
  );
}

async function workerOf(
  ecs: Inspection["clients"]["ecs"],
  service: Service,
): Promise<DeployedWorker> {
  const { taskDefinition } = await ecs.send(
    new DescribeTaskDefinitionCommand({ taskDefinition: service.taskDefinition }),
  );
  const containers = taskDefinition?.containerDefinitions ?? [];
  const names = containers
    .flatMap(({ environment = [] }) => environment)
    .find(({ name }) => name === QUEUES_VARIABLE)?.value;
  return {
    service: service.serviceName ?? "",
    queues: names?.split(",").map((name) => name.trim()),
    active: service.status === "ACTIVE",
    desiredCount: service.desiredCount ?? 0,
    cpuUnits: units(taskDefinition?.cpu),
    memoryMb: units(taskDefinition?.memory),
    stopTimeoutSeconds: Math.max(
      ...containers.map(({ stopTimeout = DEFAULT_STOP_TIMEOUT_SECONDS }) => stopTimeout),
      0,
    ),
  };
}

function units(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}

function inTens(arns: readonly string[]): string[][] {
  const count = Math.ceil(arns.length / MAX_DESCRIBED);
  return Array.from({ length: count }, (_, index) =>
    arns.slice(index * MAX_DESCRIBED, (index + 1) * MAX_DESCRIBED),
  );
}
