import type { Topology } from "@celeriac/core";
import type { MemoryQueueSettings } from "../queues/memory-queues.ts";

/** The queues of a topology, each with its dead-letter queue, as settings of queues in memory. */
export function topologyQueues(topology: Topology): Record<string, MemoryQueueSettings> {
  return Object.fromEntries(
    topology.queues.flatMap((queue): [string, MemoryQueueSettings][] => [
      [
        queue.name,
        {
          deadLetterQueue: queue.deadLetterQueue,
          maxReceiveCount: queue.maxReceiveCount,
          retentionSeconds: queue.retentionSeconds,
        },
      ],
      [queue.deadLetterQueue, { retentionSeconds: queue.deadLetterRetentionSeconds }],
    ]),
  );
}
