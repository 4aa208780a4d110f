export type { TestDeadLetter } from "./app/dead-letters-in.ts";
export { createTestApp, type TestApp, type TestAppOptions } from "./app/test-app.ts";
export { topologyQueues } from "./app/topology-queues.ts";
export { createMemoryLogger, type LogLine, type MemoryLogger } from "./memory-logger.ts";
export {
  createMemoryQueues,
  type MemoryQueueSettings,
  type MemoryQueues,
  type MemoryQueuesOptions,
  type QueueDepth,
  type QueuedMessage,
} from "./queues/memory-queues.ts";
export type { QueueNastiness } from "./queues/queue-nastiness.ts";
export { createSeededRandom } from "./seeded-random.ts";
export {
  createMemoryPayloadStore,
  type MemoryPayloadStore,
} from "./stores/memory-payload-store.ts";
export {
  createMemoryScheduleStore,
  type MemoryScheduleStore,
  type MemoryScheduleStoreOptions,
} from "./stores/memory-schedule-store.ts";
export { createMemoryTaskStore, type MemoryTaskStore } from "./stores/memory-task-store.ts";
export {
  createVirtualClock,
  type VirtualClock,
  type VirtualClockOptions,
} from "./virtual-clock.ts";
export { type FalliblePort, type Fault, type FaultPlan, withFaults } from "./with-faults.ts";
