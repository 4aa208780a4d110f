import type { FargateConsumer, QueueResource } from "@celeriac/core";
import type { Arns } from "../access/arns.ts";
import { consumerStatements } from "../access/consumer-statements.ts";
import { workerHostStatements } from "../access/worker-host-statements.ts";
import { imageRepository } from "../image/image-repository.ts";
import { workerImage } from "../image/worker-image.ts";
import type { LogRetention } from "../settings/log-retention.ts";
import type { WorkerArgs } from "./celeriac-args.ts";
import { arnOf, type Context } from "./context.ts";
import { createNetwork } from "./create-network.ts";
import type { Queues } from "./create-queues.ts";
import { createScaling } from "./create-scaling.ts";
import { type HostLink, permissionsOf } from "./link.ts";
import { both } from "./transforms.ts";
import {
  givePublicAddress,
  narrowExecutionRole,
  setService,
  setTaskDefinition,
  withoutRemoteShell,
} from "./worker-transforms.ts";

export interface Worker {
  readonly queue: FargateQueue;
  readonly cluster: sst.aws.Cluster;
  readonly service: sst.aws.Service;
  readonly logGroupName: string;
}

export interface FargateQueue extends QueueResource {
  readonly consumer: FargateConsumer;
}

export interface WorkerSite {
  readonly queues: Queues;
  readonly arns: Arns<$util.Output<string>>;
  readonly link: HostLink;
  readonly logRetention: LogRetention;
  readonly vpc: sst.aws.ClusterArgs["vpc"] | undefined;
}

/** For each fargate queue a service of its own, scaled by the queue's backlog, on one cluster. */
export function createWorkers(
  context: Context,
  args: WorkerArgs,
  site: WorkerSite,
): readonly Worker[] {
  const queues = context.topology.queues.filter(isFargateQueue);
  if (queues.length === 0) return [];
  const cluster = createCluster(context, site.vpc);
  return queues.map((queue) => createWorker(context, args, site, cluster, queue));
}

function createCluster(context: Context, vpc: WorkerSite["vpc"]): sst.aws.Cluster {
  const name = context.names.shared("Cluster");
  return new sst.aws.Cluster(
    name,
    {
      vpc: vpc ?? createNetwork(context),
      transform: { cluster: context.transform.cluster },
    },
    context.options,
  );
}

function createWorker(
  context: Context,
  args: WorkerArgs,
  site: WorkerSite,
  cluster: sst.aws.Cluster,
  queue: FargateQueue,
): Worker {
  const name = context.names.queue("Worker", queue.name);
  const logGroupName = context.physical.logGroup(name);
  const service = new sst.aws.Service(
    name,
    serviceArgs(context, args, site, cluster, queue, logGroupName),
    context.options,
  );
  // In `sst dev` the worker runs on the developer's machine, and there is no service to scale.
  if (!$dev) {
    createScaling(context, queue, site.queues.of(queue.name), service.nodes.autoScalingTarget);
  }
  return { queue, cluster, service, logGroupName };
}

function serviceArgs(
  context: Context,
  args: WorkerArgs,
  site: WorkerSite,
  cluster: sst.aws.Cluster,
  queue: FargateQueue,
  logGroupName: string,
): sst.aws.ServiceArgs {
  const { consumer } = queue;
  const { image, health, environment } = imageOf(args);
  const tasks = $util.interpolate`task/${cluster.nodes.cluster.name}/*`;
  return {
    cluster,
    image,
    health: { ...health, command: [...health.command] },
    cpu: `${consumer.cpuUnits / 1024} vCPU` as sst.aws.ServiceArgs["cpu"],
    memory: `${consumer.memoryMb / 1024} GB` as sst.aws.ServiceArgs["memory"],
    architecture: args.architecture ?? "arm64",
    environment: { ...environment, CELERIAC_QUEUES: queue.name, ...args.environment },
    link: $util.output(args.link ?? []).apply((links) => [site.link, ...links]),
    permissions: $util
      .output(args.permissions ?? [])
      .apply((permissions) => [
        ...permissionsOf([
          ...consumerStatements(context.topology, [queue.name], site.arns),
          ...workerHostStatements(arnOf(context, "ecs", tasks)),
        ]),
        ...permissions,
      ]),
    scaling: {
      min: consumer.minWorkers,
      max: consumer.maxWorkers,
      cpuUtilization: false,
      memoryUtilization: false,
    },
    capacity: consumer.spot ? "spot" : { fargate: { weight: 1 } },
    logging: { name: logGroupName, retention: site.logRetention },
    dev: args.dev ?? { command: `node ${args.entry}` },
    transform: {
      service: both((service, options) => {
        setService(service, options);
        if (site.vpc === undefined) givePublicAddress(service);
      }, context.transform.service),
      taskDefinition: both(
        (definition) => setTaskDefinition(definition, consumer),
        context.transform.taskDefinition,
      ),
      taskRole: both(withoutRemoteShell, context.transform.taskRole),
      executionRole: both(
        (role) =>
          narrowExecutionRole(
            context,
            { logGroupName, repository: imageRepository(args.image) },
            role,
          ),
        context.transform.executionRole,
      ),
      image: context.transform.image,
      logGroup: context.transform.logGroup,
      autoScalingTarget: context.transform.autoScalingTarget,
    },
  };
}

/** An image that was built elsewhere is asked for its health in the same way. */
function imageOf({ entry, image: given = {} }: WorkerArgs) {
  if (typeof given === "string") return { ...workerImage({ entry }), image: given };
  const { secrets } = given;
  const { image, ...others } = workerImage({ entry, ...given });
  const built = { ...image, args: { ...image.args }, ...(secrets && { secrets: { ...secrets } }) };
  return { ...others, image: built };
}

function isFargateQueue(queue: QueueResource): queue is FargateQueue {
  return queue.consumer.kind === "fargate";
}
