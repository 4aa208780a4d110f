import {
  type LambdaConsumer,
  lambdaVisibilitySeconds,
  type QueueResource,
  type Topology,
} from "@celeriac/core";

/**
 * The topology when one function consumes all lambda queues: each queue then has the largest memory and timeout among
 * them, and a visibility timeout that fits.
 */
export function shareConsumer(topology: Topology): Topology {
  const consumers = topology.queues.map(({ consumer }) => consumer).filter(isLambda);
  const memoryMb = Math.max(...consumers.map((consumer) => consumer.memoryMb));
  const timeoutSeconds = Math.max(...consumers.map((consumer) => consumer.timeoutSeconds));
  const share = (queue: QueueResource): QueueResource => {
    if (!isLambda(queue.consumer)) return queue;
    const { batchWindowSeconds } = queue.consumer;
    return {
      ...queue,
      visibilityTimeoutSeconds: lambdaVisibilitySeconds(timeoutSeconds, batchWindowSeconds),
      consumer: { ...queue.consumer, memoryMb, timeoutSeconds },
    };
  };
  return { ...topology, queues: topology.queues.map(share) };
}

function isLambda(consumer: QueueResource["consumer"]): consumer is LambdaConsumer {
  return consumer.kind === "lambda";
}
