import type {
  FargateQueueOptions,
  LambdaQueueOptions,
  QueueDefinition,
} from "./queue-definition.ts";

/** A queue whose consumer is a Lambda function. `defineApp`, which knows its name, checks the options. */
export function lambda(options: LambdaQueueOptions = {}): QueueDefinition {
  return Object.freeze({ kind: "lambda", options });
}

/** A queue whose consumer is a long-poll worker in a container. `defineApp`, which knows its name, checks the options. */
export function fargate(options: FargateQueueOptions = {}): QueueDefinition {
  return Object.freeze({ kind: "fargate", options });
}
