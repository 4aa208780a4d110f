import { type Topology, topology } from "@celeriac/core";
import type { Arns } from "../access/arns.ts";
import { mergeStatements } from "../access/merge-statements.ts";
import { operatorStatements } from "../access/operator-statements.ts";
import { producerStatements } from "../access/producer-statements.ts";
import { checkArguments } from "../checks/check-arguments.ts";
import { checkPolicies } from "../checks/check-policies.ts";
import { shareConsumer } from "../consumers/share-consumer.ts";
import { type LogicalNames, logicalNames } from "../names/logical-names.ts";
import { physicalNames } from "../names/physical-names.ts";
import type { CeleriacArgs, ConsumerArgs } from "./celeriac-args.ts";
import { checkVisibility } from "./check-visibility.ts";
import { arnOf, type Context } from "./context.ts";
import { createBucket } from "./create-bucket.ts";
import { type Consumer, createConsumers } from "./create-consumers.ts";
import { createMonitoring, type Monitoring } from "./create-monitoring.ts";
import { createQueues, type Queues } from "./create-queues.ts";
import { createScheduling, type Scheduling } from "./create-scheduling.ts";
import { createTable } from "./create-table.ts";
import { createWorkers, type Worker } from "./create-workers.ts";
import { HostLink, type Link, type LinkedResources, linkOf } from "./link.ts";

const DEFAULT_LOG_RETENTION = "1 month";

/**
 * Everything that an app needs on AWS: its queues with their dead-letter queues, the table, the bucket, the functions and
 * services that consume the queues, schedules, alarms and a dashboard.
 *
 * @example
 * ```ts
 * const tasks = new Celeriac("Tasks", { app, consumer: "src/lambda.handler", worker: { entry: "src/worker.ts" } });
 * new sst.aws.Function("Api", { handler: "src/api.handler", link: [tasks], url: true });
 * ```
 *
 * What links it may enqueue tasks and follow them, and finds everything by `createClient(app)`. What links
 * {@link Celeriac.operator} may tend the dead letters as well.
 * @throws {CeleriacError} `invalid-definition`, naming every mistake in the arguments, before anything is made.
 */
export class Celeriac extends $util.ComponentResource {
  /** Where everything is, as a link tells it: `CELERIAC_RESOURCES` for what SST cannot link. */
  readonly resources: LinkedResources;
  readonly nodes: {
    readonly queues: Queues;
    readonly table: sst.aws.Dynamo;
    readonly bucket: sst.aws.Bucket;
    readonly scheduling: Scheduling;
    readonly consumers: readonly Consumer[];
    readonly workers: readonly Worker[];
    readonly monitoring: Monitoring;
  };
  readonly #name: string;
  readonly #topology: Topology;
  readonly #arns: Arns<$util.Output<string>>;
  #operator: sst.Linkable<Link["properties"]> | undefined;

  constructor(name: string, args: CeleriacArgs, options: $util.ComponentResourceOptions = {}) {
    checkArguments(name, args, $cli.paths.root);
    const consumer = consumerArgs(args.consumer);
    const described =
      consumer?.shared === true ? shareConsumer(topology(args.app)) : topology(args.app);
    const names = logicalNames(name);
    const { name: app, stage } = $app;
    checkPolicies(described, consumer?.shared === true, { app, stage, names });
    checkVisibility(described, names, args.transform?.queue);
    super("celeriac:aws:Celeriac", name, {}, options);
    // Whoever depends on a component waits for all that is in it. What links this must not wait for the consumers, whose
    // handlers may use what links it: so this has nothing in it, and all is in a component beside it.
    const parent = new $util.ComponentResource(
      "celeriac:aws:Deployment",
      `${name}Deployment`,
      {},
      options,
    );
    this.#name = name;
    this.#topology = described;
    const context = contextOf(described, names, name, args, parent);
    const queues = createQueues(context);
    const table = createTable(context, args.table ?? {});
    const bucket = createBucket(context);
    const scheduling = createScheduling(context, queues);
    this.resources = {
      app: args.app.name,
      region: context.region,
      queues: queues.locations,
      table: table.name,
      bucket: bucket.name,
      schedules: { group: scheduling.group.name, roleArn: scheduling.role.arn },
    };
    this.#arns = {
      queues: queues.arns,
      table: table.arn,
      bucket: bucket.arn,
      bucketObjects: $util.interpolate`${bucket.arn}/*`,
      scheduleGroup: scheduling.group.arn,
      schedules: arnOf(
        context,
        "scheduler",
        $util.interpolate`schedule/${scheduling.group.name}/*`,
      ),
      schedulerRole: scheduling.role.arn,
    };
    const site = {
      queues,
      arns: this.#arns,
      link: new HostLink(`${name}Hosts`, this.resources, context.options),
      logRetention: args.logRetention ?? DEFAULT_LOG_RETENTION,
    };
    const consumers = consumer === undefined ? [] : createConsumers(context, consumer, site);
    const workers =
      args.worker === undefined
        ? []
        : createWorkers(context, args.worker, { ...site, vpc: args.vpc });
    const monitoring = createMonitoring(context, args, { queues, table, consumers, workers });
    this.nodes = { queues, table, bucket, scheduling, consumers, workers, monitoring };
    this.registerOutputs({});
  }

  /** Links the rights to list, edit, redrive and purge dead letters, on top of a producer's. */
  get operator(): sst.Linkable<Link["properties"]> {
    const statements = mergeStatements([
      ...producerStatements(this.#topology, this.#arns),
      ...operatorStatements(this.#topology, this.#arns),
    ]);
    this.#operator ??= new sst.Linkable(
      `${this.#name}Operator`,
      linkOf(this.resources, statements),
    );
    return this.#operator;
  }

  /** What SST gives to whoever links this: a producer's rights, and where everything is. */
  getSSTLink(): Link {
    return linkOf(this.resources, producerStatements(this.#topology, this.#arns));
  }
}

function contextOf(
  described: Topology,
  names: LogicalNames,
  component: string,
  args: CeleriacArgs,
  parent: $util.ComponentResource,
): Context {
  const options = { parent };
  return {
    topology: described,
    names,
    physical: physicalNames({ app: $app.name, stage: $app.stage, component }),
    transform: args.transform ?? {},
    options,
    retains: $app.removal !== "remove",
    partition: aws.getPartitionOutput({}, options).partition,
    region: aws.getRegionOutput({}, options).region,
    account: aws.getCallerIdentityOutput({}, options).accountId,
  };
}

function consumerArgs(consumer: CeleriacArgs["consumer"]): ConsumerArgs | undefined {
  return typeof consumer === "string" ? { handler: consumer } : consumer;
}
