import type { QueueResource } from "@celeriac/core";
import { deadLetterQueueSettings, queueSettings } from "../settings/queue-settings.ts";
import { redriveAllowPolicy, redrivePolicy } from "../settings/redrive-policies.ts";
import { secureTransportPolicy } from "../settings/secure-transport.ts";
import type { Context } from "./context.ts";
import { both, transformed } from "./transforms.ts";

export interface QueuePair {
  readonly resource: QueueResource;
  readonly queue: sst.aws.Queue;
  readonly deadLetters: sst.aws.Queue;
}

export interface Queues {
  readonly pairs: readonly QueuePair[];
  /** By logical name, dead-letter queues too. */
  readonly arns: Readonly<Record<string, $util.Output<string>>>;
  readonly locations: Readonly<
    Record<string, { readonly url: $util.Output<string>; readonly arn: $util.Output<string> }>
  >;
  of(name: string): QueuePair;
}

/** Every queue with a dead-letter queue of its own. */
export function createQueues(context: Context): Queues {
  const pairs = context.topology.queues.map((resource) => createPair(context, resource));
  const locations = Object.fromEntries(
    pairs.flatMap(({ resource, queue, deadLetters }) => [
      [resource.name, { url: queue.url, arn: queue.arn }],
      [resource.deadLetterQueue, { url: deadLetters.url, arn: deadLetters.arn }],
    ]),
  );
  const arns = Object.fromEntries(Object.entries(locations).map(([name, { arn }]) => [name, arn]));
  return {
    pairs,
    arns,
    locations,
    of: (name) => {
      const found = pairs.find(({ resource }) => resource.name === name);
      if (found === undefined) throw new Error(`the topology has no queue ${name}`);
      return found;
    },
  };
}

function createPair(context: Context, resource: QueueResource): QueuePair {
  const { names, options, retains, transform } = context;
  const kept = { ...options, ...(retains ? { retainOnDelete: true } : {}) };
  const deadLetters = new sst.aws.Queue(
    names.queue("DeadLetters", resource.name),
    {
      transform: {
        queue: both((args) => {
          Object.assign(args, deadLetterQueueSettings(resource));
        }, transform.deadLetterQueue),
      },
    },
    kept,
  );
  const queue = new sst.aws.Queue(
    names.queue("Queue", resource.name),
    {
      transform: {
        queue: both((args) => {
          Object.assign(args, queueSettings(resource), {
            redrivePolicy: deadLetters.arn.apply((arn) => redrivePolicy(resource, arn)),
          });
        }, transform.queue),
      },
    },
    kept,
  );
  new aws.sqs.RedriveAllowPolicy(
    `${names.queue("DeadLetters", resource.name)}Sources`,
    { queueUrl: deadLetters.url, redriveAllowPolicy: queue.arn.apply(redriveAllowPolicy) },
    kept,
  );
  refuseWithoutTls(context, names.queue("Queue", resource.name), queue, kept);
  refuseWithoutTls(context, names.queue("DeadLetters", resource.name), deadLetters, kept);
  return { resource, queue, deadLetters };
}

function refuseWithoutTls(
  { transform }: Context,
  name: string,
  queue: sst.aws.Queue,
  options: $util.CustomResourceOptions,
): void {
  new aws.sqs.QueuePolicy(
    ...transformed(
      transform.queuePolicy,
      `${name}Policy`,
      {
        queueUrl: queue.url,
        policy: queue.arn.apply((arn) => secureTransportPolicy("sqs", [arn])),
      },
      options,
    ),
  );
}
