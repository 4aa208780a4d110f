export { testEffectGuardConformance } from "./effect/effect-guard.ts";
export { type EffectStoreUnderTest, testEffectStoreConformance } from "./effect/effect-store.ts";
export type { EffectGuardUnderTest } from "./effect/guard-under-test.ts";
export { type LocksUnderTest, testLockStoreConformance } from "./lock/lock-store.ts";
export { type MoverUnderTest, testMessageMoverConformance } from "./mover/message-mover.ts";
export { type PayloadsUnderTest, testPayloadStoreConformance } from "./payload/payload-store.ts";
export { testMessageQueueConformance } from "./queue/message-queue.ts";
export { DOCUMENTED_QUEUES, type QueueDifferences } from "./queue/queue-differences.ts";
export type { QueuesUnderTest } from "./queue/queue-under-test.ts";
export type { StoreUnderTest } from "./record/store-under-test.ts";
export { testTaskStoreConformance } from "./record/task-store.ts";
export {
  type ScheduleDifferences,
  type SchedulesUnderTest,
  testScheduleStoreConformance,
} from "./schedule/schedule-store.ts";
export { type TagsUnderTest, testTagIndexConformance } from "./tag/tag-index.ts";
