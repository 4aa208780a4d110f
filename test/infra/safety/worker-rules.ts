import type { FargateConsumer, QueueResource } from "@celeriac/core";
import {
  type Deployed,
  differences,
  type Fields,
  ofType,
  type Rule,
  workerOf,
} from "./deployed.ts";
import { topologyOf } from "./topology-of.ts";

interface FargateQueue extends QueueResource {
  readonly consumer: FargateConsumer;
}

const each =
  (check: (deployed: Deployed, queue: FargateQueue) => readonly string[]) =>
  (deployed: Deployed): readonly string[] =>
    topologyOf(deployed)
      .queues.filter((queue): queue is FargateQueue => queue.consumer.kind === "fargate")
      .flatMap((queue) => check(deployed, queue));

export const workerRules: readonly Rule[] = [
  {
    promise: "each fargate queue has a service of its own, of its size, that knows its queue alone",
    problems: each((deployed, { name, consumer }) => {
      const worker = workerOf(deployed, name);
      return differences(`task definition of ${name}`, worker?.task.inputs, {
        cpu: String(consumer.cpuUnits),
        memory: String(consumer.memoryMb),
        requiresCompatibilities: ["FARGATE"],
        runtimePlatform: { cpuArchitecture: "ARM64", operatingSystemFamily: "LINUX" },
      });
    }),
  },
  {
    promise: "a worker has the time to drain, is asked for its health, and lets nobody in",
    problems: each((deployed, { name, consumer }) => {
      const worker = workerOf(deployed, name);
      const container: Fields | undefined = worker && { ...worker.container };
      return [
        ...differences(`container of ${name}`, container, {
          stopTimeout: consumer.stopTimeoutSeconds,
          portMappings: undefined,
          pseudoTerminal: undefined,
        }),
        ...differences(`service of ${name}`, worker?.service?.inputs, {
          enableExecuteCommand: false,
        }),
        ...(worker?.container.healthCheck === undefined
          ? [`container of ${name}: no health check`]
          : []),
      ];
    }),
  },
  {
    promise: "a deployment keeps half of the workers, and undoes itself when they do not come up",
    problems: each((deployed, { name }) =>
      differences(`service of ${name}`, workerOf(deployed, name)?.service?.inputs, {
        deploymentMinimumHealthyPercent: 50,
        deploymentCircuitBreaker: { enable: true, rollback: true },
      }),
    ),
  },
  {
    promise: "spare capacity by choice alone",
    problems: each((deployed, { name, consumer }) => {
      const strategies = workerOf(deployed, name)?.service?.inputs["capacityProviderStrategies"] as
        | readonly { capacityProvider: string; weight: number }[]
        | undefined;
      const used = (strategies ?? []).filter(({ weight }) => weight > 0);
      const expected = consumer.spot ? "FARGATE_SPOT" : "FARGATE";
      return used.length === 1 && used[0]?.capacityProvider === expected
        ? []
        : [`service of ${name} runs on ${JSON.stringify(strategies)}, expected ${expected}`];
    }),
  },
  {
    promise: "the backlog decides how many workers there are, and a deployment does not",
    problems: each((deployed, { name, consumer }) => {
      const worker = workerOf(deployed, name);
      const policies = ofType(deployed, "aws:appautoscaling/policy:Policy").filter(
        ({ inputs }) => inputs["resourceId"] === worker?.target?.inputs["resourceId"],
      );
      const scaled = consumer.minWorkers === consumer.maxWorkers ? 0 : 2;
      const actions = ofType(deployed, "aws:cloudwatch/metricAlarm:MetricAlarm").flatMap(
        ({ inputs }) => (inputs["alarmActions"] ?? []) as readonly string[],
      );
      return [
        ...differences(`scaling of ${name}`, worker?.target?.inputs, {
          minCapacity: consumer.minWorkers,
          maxCapacity: consumer.maxWorkers,
        }),
        ...(policies.length === scaled ? [] : [`${name} has ${policies.length} scaling policies`]),
        ...policies
          .filter(({ state }) => !actions.includes(String(state["arn"])))
          .map((policy) => `nothing invokes ${policy.name}`),
        ...(worker?.service?.ignoreChanges.includes("desiredCount")
          ? []
          : [`a deployment resets the count of ${name}`]),
      ];
    }),
  },
];
