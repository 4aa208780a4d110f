export { createMemoryApp, type MemoryApp, type MemoryAppOptions } from "./app/memory-app.ts";
export { topologyQueues } from "./app/topology-queues.ts";
export { createMemoryLogger, type MemoryLogger } from "./memory-logger.ts";
export { createMemoryMover, type MemoryMoverOptions } from "./queues/memory-mover.ts";
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
  type ConductLaws,
  type ConductLawsOptions,
  createConductLaws,
} from "./simulation/conduct-laws.ts";
export {
  CALL_FAULT_KINDS,
  type CallFaultKind,
  type ChanceOptions,
  chanceFaults,
  type FaultScript,
  type ScriptedFault,
  scriptedFaults,
} from "./simulation/fault-script.ts";
export {
  createHistory,
  type History,
  type HistoryEntry,
  type PromisedTask,
  type SeenMessage,
} from "./simulation/history.ts";
export { createKernel, type Kernel, type KernelOptions } from "./simulation/kernel.ts";
export { createBodyReader } from "./simulation/seen-message.ts";
export {
  createMapping,
  type MappingOptions,
  type Sandbox,
  type SimulatedMapping,
} from "./simulation/simulated-mapping.ts";
export {
  type AppliedCall,
  createNetwork,
  type NetworkOptions,
  type SimulatedNetwork,
  wholeBetween,
} from "./simulation/simulated-network.ts";
export {
  bootProcess,
  type ProcessOptions,
  type SimulatedProcess,
} from "./simulation/simulated-process.ts";
export {
  type Container,
  createService,
  type ServiceOptions,
  type SimulatedService,
} from "./simulation/simulated-service.ts";
export { createTaskLaws, type TaskLaws, type TaskLawsOptions } from "./simulation/task-laws.ts";
export { type WatchedPorts, watchPorts } from "./simulation/watched-ports.ts";
export { createMemoryEffectGuard } from "./stores/memory-effect-guard.ts";
export { createMemoryEffectStore, type MemoryEffectStore } from "./stores/memory-effect-store.ts";
export { createMemoryLockStore, type MemoryLockStore } from "./stores/memory-lock-store.ts";
export {
  createMemoryPayloadStore,
  type MemoryPayloadStore,
} from "./stores/memory-payload-store.ts";
export {
  createMemoryScheduleStore,
  type MemoryScheduleStore,
  type MemoryScheduleStoreOptions,
} from "./stores/memory-schedule-store.ts";
export { createMemoryTagIndex, type MemoryTagIndex } from "./stores/memory-tag-index.ts";
export { createMemoryTaskStore, type MemoryTaskStore } from "./stores/memory-task-store.ts";
export {
  createVirtualClock,
  type VirtualClock,
  type VirtualClockOptions,
} from "./virtual-clock.ts";
export { type FalliblePort, type Fault, type FaultPlan, withFaults } from "./with-faults.ts";
