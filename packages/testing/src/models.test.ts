import { deadLetterQueueOf } from "@celeriac/core";
import {
  type QueuesUnderTest,
  testEffectGuardConformance,
  testEffectStoreConformance,
  testLockStoreConformance,
  testMessageMoverConformance,
  testMessageQueueConformance,
  testPayloadStoreConformance,
  testScheduleStoreConformance,
  testTagIndexConformance,
  testTaskStoreConformance,
} from "./conformance/index.ts";
import {
  createMemoryEffectGuard,
  createMemoryEffectStore,
  createMemoryLockStore,
  createMemoryMover,
  createMemoryPayloadStore,
  createMemoryQueues,
  createMemoryScheduleStore,
  createMemoryTagIndex,
  createMemoryTaskStore,
  createSeededRandom,
  createVirtualClock,
  type MemoryQueueSettings,
  type MemoryQueues,
  type VirtualClock,
} from "./models.ts";

const QUEUES = 80;
const MAX_RECEIVE_COUNT = 3;

const name = "in memory";

testMessageQueueConformance(name, async () => modelQueues(createVirtualClock()));

testMessageMoverConformance(name, async () => {
  const clock = createVirtualClock();
  const queues = modelQueues(clock);
  return { ...queues, mover: createMemoryMover({ queues: queues.queues, clock }) };
});

testTaskStoreConformance(name, async () => ({
  store: createMemoryTaskStore({ clock: createVirtualClock() }),
  close: async () => undefined,
}));

testLockStoreConformance(name, async () => ({
  locks: createMemoryLockStore(),
  close: async () => undefined,
}));

testEffectStoreConformance(name, async () => ({
  effectStore: createMemoryEffectStore(),
  close: async () => undefined,
}));

testEffectGuardConformance(name, async () => {
  const clock = createVirtualClock();
  const ports = { store: createMemoryEffectStore(), clock, random: createSeededRandom(1) };
  return {
    guard: createMemoryEffectGuard(ports),
    advance: (ms) => clock.advance(ms),
    close: async () => undefined,
  };
});

testTagIndexConformance(name, async () => ({
  tags: createMemoryTagIndex(),
  close: async () => undefined,
}));

testPayloadStoreConformance(name, async () => ({
  payloads: createMemoryPayloadStore(),
  close: async () => undefined,
}));

testScheduleStoreConformance(name, async () => {
  const clock = createVirtualClock();
  const { queues, ...ports } = modelQueues(clock);
  return {
    ...ports,
    schedules: createMemoryScheduleStore({ clock, sender: queues, queues: queues.names }),
    now: clock.now,
  };
});

function modelQueues(clock: VirtualClock): QueuesUnderTest & { readonly queues: MemoryQueues } {
  const names = Array.from({ length: QUEUES }, (_, index) => `queue-${index}`);
  const settings: [string, MemoryQueueSettings][] = names.flatMap((queue) => [
    [queue, { maxReceiveCount: MAX_RECEIVE_COUNT, deadLetterQueue: deadLetterQueueOf(queue) }],
    [deadLetterQueueOf(queue), {}],
  ]);
  const queues = createMemoryQueues({
    clock,
    random: createSeededRandom(1),
    queues: Object.fromEntries(settings),
  });
  return {
    queues,
    sender: queues,
    receiver: queues,
    freshQueue: () => names.pop() ?? "no-queue-left",
    maxReceiveCount: MAX_RECEIVE_COUNT,
    settle: (work) => settleOn(clock, work),
    close: async () => undefined,
  };
}

async function settleOn<Value>(clock: VirtualClock, work: Promise<Value>): Promise<Value> {
  let settled = false;
  const watched = work.finally(() => {
    settled = true;
  });
  watched.catch(() => undefined);
  await clock.drainUntil(() => settled);
  return watched;
}
