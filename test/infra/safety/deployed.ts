import type { App } from "celeriac";
import type { CreatedResource } from "../harness/created-resource.ts";
import type { BuildRequest } from "../harness/sst-server.ts";

/** What a rule looks at: an app, and what was made for it. */
export interface Deployed {
  readonly app: App;
  readonly resources: readonly CreatedResource[];
  readonly builds: readonly BuildRequest[];
  /** Of a stage that keeps what holds tasks. */
  readonly retains: boolean;
}

/** A promise about a deployment, and what breaks it: nothing when it is kept. */
export interface Rule {
  readonly promise: string;
  problems(deployed: Deployed): readonly string[];
}

export type Fields = Readonly<Record<string, unknown>>;

export function ofType(deployed: Deployed, type: string): readonly CreatedResource[] {
  return deployed.resources.filter((resource) => resource.type === type);
}

/** The queue or dead-letter queue of an app's queue. */
export function queueOf(
  deployed: Deployed,
  queue: string,
  part: "Queue" | "DeadLetters",
): CreatedResource | undefined {
  const { resources } = linkOf(deployed);
  const name = part === "Queue" ? queue : `${queue}-dlq`;
  const arn = resources.queues[name]?.arn;
  return ofType(deployed, "aws:sqs/queue:Queue").find(({ state }) => state["arn"] === arn);
}

interface Link {
  readonly app: string;
  readonly queues: Readonly<Record<string, { readonly url: string; readonly arn: string }>>;
  readonly table: string;
  readonly bucket: string;
  readonly schedules: { readonly group: string; readonly roleArn: string };
}

interface Include {
  readonly type: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

/** What whoever links the component is told, and may do. */
export function linkOf(deployed: Deployed): {
  readonly resources: Link;
  readonly include: readonly Include[];
} {
  const reference = deployed.resources.find(
    ({ type, inputs }) =>
      type === "sst:sst:LinkRef" &&
      (inputs["properties"] as Fields)["kind"] === "celeriac-resources",
  );
  if (reference === undefined) throw new Error("the component is not linked");
  return {
    resources: reference.inputs["properties"] as Link,
    include: reference.inputs["include"] as readonly Include[],
  };
}

/** The mappings of a queue onto functions. */
export function mappingsOf(deployed: Deployed, queue: string): readonly CreatedResource[] {
  const arn = queueOf(deployed, queue, "Queue")?.state["arn"];
  return ofType(deployed, "aws:lambda/eventSourceMapping:EventSourceMapping").filter(
    ({ inputs }) => inputs["eventSourceArn"] === arn,
  );
}

/** The function that consumes a queue. */
export function consumerOf(deployed: Deployed, queue: string): CreatedResource | undefined {
  const [mapping] = mappingsOf(deployed, queue);
  return ofType(deployed, "aws:lambda/function:Function").find(
    ({ state }) => state["arn"] === mapping?.inputs["functionName"],
  );
}

export interface Container {
  readonly name: string;
  readonly image: string;
  readonly stopTimeout?: number;
  readonly healthCheck?: Fields;
  readonly portMappings?: readonly unknown[];
  readonly pseudoTerminal?: boolean;
  readonly environment: readonly { readonly name: string; readonly value: string }[];
}

export interface WorkerParts {
  readonly task: CreatedResource;
  readonly container: Container;
  readonly service: CreatedResource | undefined;
  readonly target: CreatedResource | undefined;
}

/** The service that consumes a queue, with its task definition and what scales it. */
export function workerOf(deployed: Deployed, queue: string): WorkerParts | undefined {
  for (const task of ofType(deployed, "aws:ecs/taskDefinition:TaskDefinition")) {
    const containers = JSON.parse(String(task.inputs["containerDefinitions"])) as Container[];
    const [container] = containers;
    const queues = container?.environment.find(({ name }) => name === "CELERIAC_QUEUES");
    if (container === undefined || queues?.value !== queue) continue;
    const service = ofType(deployed, "aws:ecs/service:Service").find(
      ({ inputs }) => inputs["taskDefinition"] === task.state["arn"],
    );
    const target = ofType(deployed, "aws:appautoscaling/target:Target").find(({ inputs }) =>
      String(inputs["resourceId"]).endsWith(`/${String(service?.inputs["name"])}`),
    );
    return { task, container, service, target };
  }
  return undefined;
}

/** A difference between what is and what was expected of some fields, in words. */
export function differences(where: string, actual: Fields | undefined, expected: Fields): string[] {
  if (actual === undefined) return [`${where} is missing`];
  return Object.entries(expected)
    .filter(([field, value]) => JSON.stringify(actual[field]) !== JSON.stringify(value))
    .map(
      ([field, value]) =>
        `${where}: ${field} is ${JSON.stringify(actual[field])}, expected ${JSON.stringify(value)}`,
    );
}
