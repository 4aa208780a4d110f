import type { DeployedWorker, FargateConsumer } from "@celeriac/core";
import type { Check } from "../check.ts";
import { byCall, DEPLOY, type Fix } from "../fix.ts";

/** The services of the cluster that say they consume one queue. */
export interface WorkersData {
  readonly queue: string;
  readonly workers: readonly DeployedWorker[];
}

/** One service that consumes a queue. */
export interface WorkerData {
  readonly worker: DeployedWorker;
  readonly consumer: FargateConsumer;
  readonly cluster: string;
}

export const WORKERS_CHECKS: readonly Check<WorkersData>[] = [
  {
    id: "worker-missing",
    severity: "missing",
    title: "no service of the cluster consumes a queue that workers should consume",
    why: "its tasks wait until SQS drops them",
    judge: ({ queue, workers }) =>
      workers.length > 0
        ? undefined
        : {
            found: "no service whose containers have it in CELERIAC_QUEUES",
            expected: `a service with CELERIAC_QUEUES=${queue}`,
            fix: DEPLOY,
          },
  },
];

export const WORKER_CHECKS: readonly Check<WorkerData>[] = [
  {
    id: "worker-inactive",
    severity: "unsafe",
    title: "a worker's service is not active",
    why: "ECS starts no worker: the queue's tasks wait until SQS drops them",
    judge: ({ worker }) =>
      worker.active
        ? undefined
        : { found: "a service that is draining or inactive", expected: "ACTIVE", fix: DEPLOY },
  },
  {
    id: "worker-stop-timeout",
    severity: "unsafe",
    title: "a container's stop timeout under the topology's",
    why: "ECS kills a worker in the middle of its drain: its tasks wait for their leases to end, and run again",
    judge: ({ worker, consumer }) =>
      worker.stopTimeoutSeconds >= consumer.stopTimeoutSeconds
        ? undefined
        : {
            found: `stopTimeout ${worker.stopTimeoutSeconds} s`,
            expected: `${consumer.stopTimeoutSeconds} s`,
            fix: DEPLOY,
          },
  },
  {
    id: "worker-count",
    severity: "drifted",
    title: "fewer or more workers wanted than the topology's minimum and maximum",
    why: "tasks wait for a worker to start, or more run at once than what they call upon was made for",
    judge: ({ worker, consumer, cluster }) => {
      const { minWorkers, maxWorkers } = consumer;
      const wanted = Math.min(Math.max(worker.desiredCount, minWorkers), maxWorkers);
      if (wanted === worker.desiredCount) return undefined;
      return {
        found: `desiredCount ${worker.desiredCount}`,
        expected: `${minWorkers} to ${maxWorkers}`,
        fix: scale(cluster, worker, wanted),
      };
    },
  },
  {
    id: "worker-size",
    severity: "drifted",
    title: "a worker of another size than the topology's",
    why: "tasks run slower, or cost more, than they were made for; too little memory kills them",
    judge: ({ worker, consumer }) =>
      worker.cpuUnits === consumer.cpuUnits && worker.memoryMb === consumer.memoryMb
        ? undefined
        : {
            found: size(worker.cpuUnits, worker.memoryMb),
            expected: size(consumer.cpuUnits, consumer.memoryMb),
            fix: DEPLOY,
          },
  },
];

function scale(cluster: string, worker: DeployedWorker, desiredCount: number): Fix {
  return byCall("want as many (an autoscaler may change it again)", "ecs", "UpdateService", {
    cluster,
    service: worker.service,
    desiredCount,
  });
}

function size(cpuUnits: number | undefined, memoryMb: number | undefined): string {
  return `${cpuUnits ?? "no"} CPU units, ${memoryMb ?? "no"} MB`;
}
