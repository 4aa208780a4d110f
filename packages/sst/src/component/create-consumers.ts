import type { LambdaConsumer, QueueResource } from "@celeriac/core";
import type { Arns } from "../access/arns.ts";
import { consumerStatements } from "../access/consumer-statements.ts";
import { FUNCTION_SETTINGS } from "../function-settings.ts";
import type { LogRetention } from "../settings/log-retention.ts";
import type { ConsumerArgs } from "./celeriac-args.ts";
import type { Context } from "./context.ts";
import { createLogGroup } from "./create-log-group.ts";
import type { Queues } from "./create-queues.ts";
import { type HostLink, permissionsOf } from "./link.ts";
import { both, transformed } from "./transforms.ts";

export interface Consumer {
  /** The logical names of its queues. */
  readonly queues: readonly string[];
  /** Whether it consumes all of the app's. */
  readonly shared: boolean;
  readonly function: sst.aws.Function;
  readonly logGroup: aws.cloudwatch.LogGroup;
}

export interface ConsumerSite {
  readonly queues: Queues;
  readonly arns: Arns<$util.Output<string>>;
  /** What tells each function where everything is. */
  readonly link: HostLink;
  readonly logRetention: LogRetention;
}

interface LambdaQueue extends QueueResource {
  readonly consumer: LambdaConsumer;
}

/** AWS's managed policy that lets a function reach into a VPC; the calls it allows cannot be narrowed to a resource. */
const VPC_ACCESS = "policy/service-role/AWSLambdaVPCAccessExecutionRole";

/** The functions that consume the lambda queues, one for each or one for all, and their event source mappings. */
export function createConsumers(
  context: Context,
  args: ConsumerArgs,
  site: ConsumerSite,
): readonly Consumer[] {
  const queues = context.topology.queues.filter(isLambdaQueue);
  const groups = args.shared === true ? [queues] : queues.map((queue) => [queue]);
  return groups
    .filter((group) => group.length > 0)
    .map((group) => createConsumer(context, args, site, group));
}

function createConsumer(
  context: Context,
  args: ConsumerArgs,
  site: ConsumerSite,
  group: readonly LambdaQueue[],
): Consumer {
  const { names, transform } = context;
  const [first] = group;
  const alone = group.length === 1 && args.shared !== true && first !== undefined;
  const logGroup = createLogGroup(
    context,
    alone ? names.queue("Log", first.name) : `${names.shared("Function")}Log`,
    site.logRetention,
  );
  const name = alone ? names.queue("Consumer", first.name) : names.shared("Function");
  const consumer = new sst.aws.Function(
    name,
    functionArgs(context, args, site, group, logGroup),
    context.options,
  );
  new aws.lambda.FunctionRecursionConfig(
    `${name}Recursion`,
    // A task put back or retried by a new message, and each step of a chain, is a hop; the engine counts them itself.
    { functionName: consumer.name, recursiveLoop: "Allow" },
    context.options,
  );
  for (const queue of group) {
    new aws.lambda.EventSourceMapping(
      ...transformed(
        transform.eventSourceMapping,
        `${names.queue("Consumer", queue.name)}Mapping`,
        {
          eventSourceArn: site.queues.of(queue.name).queue.arn,
          functionName: consumer.arn,
          batchSize: queue.consumer.batchSize,
          maximumBatchingWindowInSeconds: queue.consumer.batchWindowSeconds,
          functionResponseTypes: ["ReportBatchItemFailures"],
          ...(queue.consumer.maximumConcurrency === undefined
            ? {}
            : { scalingConfig: { maximumConcurrency: queue.consumer.maximumConcurrency } }),
        },
        context.options,
      ),
    );
  }
  return {
    queues: group.map((queue) => queue.name),
    shared: !alone,
    function: consumer,
    logGroup,
  };
}

function functionArgs(
  context: Context,
  args: ConsumerArgs,
  site: ConsumerSite,
  group: readonly LambdaQueue[],
  logGroup: aws.cloudwatch.LogGroup,
): sst.aws.FunctionArgs {
  const queues = group.map((queue) => queue.name);
  const consumers = group.map((queue) => queue.consumer);
  const reserved = reservedConcurrency(consumers);
  return {
    handler: args.handler,
    description: `Consumes ${queues.join(", ")} of ${context.topology.app}`.slice(0, 256),
    runtime: FUNCTION_SETTINGS.runtime,
    nodejs: $util
      .output(args.nodejs)
      .apply((nodejs) => ({ ...FUNCTION_SETTINGS.nodejs, ...nodejs })),
    architecture: args.architecture ?? "arm64",
    memory: `${Math.max(...consumers.map(({ memoryMb }) => memoryMb))} MB`,
    timeout: `${Math.max(...consumers.map(({ timeoutSeconds }) => timeoutSeconds))} seconds`,
    environment: {
      ...FUNCTION_SETTINGS.environment,
      CELERIAC_QUEUES: queues.join(","),
      ...args.environment,
    },
    link: $util.output(args.link ?? []).apply((links) => [site.link, ...links]),
    permissions: $util.output(args.permissions ?? []).apply((permissions) => [
      ...permissionsOf(consumerStatements(context.topology, queues, site.arns)),
      {
        actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
        resources: [$util.interpolate`${logGroup.arn}:*`],
      },
      ...permissions,
    ]),
    ...(args.vpc === undefined ? {} : { vpc: args.vpc }),
    ...(reserved === undefined ? {} : { concurrency: { reserved } }),
    logging: { logGroup: logGroup.name },
    transform: {
      function: context.transform.function,
      // SST lets every principal of the account take the role, which only `sst dev` needs, and attaches a managed policy
      // that may write to every log group.
      role: both((role) => {
        if (!$dev) role.assumeRolePolicy = assumedByLambda();
        role.managedPolicyArns =
          args.vpc === undefined
            ? []
            : [$util.interpolate`arn:${context.partition}:iam::aws:${VPC_ACCESS}`];
      }, context.transform.functionRole),
    },
  };
}

function assumedByLambda(): $util.Output<string> {
  return $util.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "lambda.amazonaws.com" },
        Action: "sts:AssumeRole",
      },
    ],
  });
}

/** Never under what the mappings may start together. */
function reservedConcurrency(consumers: readonly LambdaConsumer[]): number | undefined {
  const reserved = consumers.map((consumer) => consumer.reservedConcurrency);
  const known = reserved.filter((each) => each !== undefined);
  if (known.length < consumers.length) return undefined;
  return known.reduce((sum, each) => sum + each, 0);
}

function isLambdaQueue(queue: QueueResource): queue is LambdaQueue {
  return queue.consumer.kind === "lambda";
}
