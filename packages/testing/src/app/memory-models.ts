import { type App, type EffectGuard, type Random, topology } from "@celeriac/core";
import { createMemoryLogger, type MemoryLogger } from "../memory-logger.ts";
import { createMemoryQueues, type MemoryQueues } from "../queues/memory-queues.ts";
import type { QueueNastiness } from "../queues/queue-nastiness.ts";
import { createSeededRandom } from "../seeded-random.ts";
import type { History } from "../simulation/history.ts";
import { watchPorts } from "../simulation/watched-ports.ts";
import { createMemoryEffectGuard } from "../stores/memory-effect-guard.ts";
import { createMemoryEffectStore } from "../stores/memory-effect-store.ts";
import { createMemoryLockStore, type MemoryLockStore } from "../stores/memory-lock-store.ts";
import {
  createMemoryPayloadStore,
  type MemoryPayloadStore,
} from "../stores/memory-payload-store.ts";
import {
  createMemoryScheduleStore,
  type MemoryScheduleStore,
} from "../stores/memory-schedule-store.ts";
import { createMemoryTagIndex, type MemoryTagIndex } from "../stores/memory-tag-index.ts";
import { createMemoryTaskStore, type MemoryTaskStore } from "../stores/memory-task-store.ts";
import type { VirtualClock } from "../virtual-clock.ts";
import { topologyQueues } from "./topology-queues.ts";

export interface MemoryModelsOptions {
  readonly clock: VirtualClock;
  /** The seed of ids and of spread waits. @defaultValue 1 */
  readonly seed?: number | undefined;
  /** Told what queues and task store do. @defaultValue nobody is */
  readonly history?: Pick<History, "add"> | undefined;
  /** What the queues may do and seldom do. @defaultValue nothing of it */
  readonly nastiness?: QueueNastiness | undefined;
}

/** The AWS of one app in memory, and its time. */
export interface MemoryModels {
  readonly clock: VirtualClock;
  readonly random: Random;
  readonly queues: MemoryQueues;
  readonly store: MemoryTaskStore;
  readonly locks: MemoryLockStore;
  readonly tags: MemoryTagIndex;
  readonly effects: EffectGuard;
  readonly payloads: MemoryPayloadStore;
  readonly schedules: MemoryScheduleStore;
  readonly logger: MemoryLogger;
}

/** Makes the models that an app runs on, as its topology says. */
export function createMemoryModels(app: App, options: MemoryModelsOptions): MemoryModels {
  const { clock, history, nastiness } = options;
  const random = createSeededRandom(options.seed ?? 1);
  const bare = {
    queues: createMemoryQueues({
      clock,
      random,
      queues: topologyQueues(topology(app)),
      ...(nastiness === undefined ? {} : { nastiness }),
    }),
    store: createMemoryTaskStore({ clock }),
  };
  const { queues, store } = history === undefined ? bare : watchPorts(history, bare);
  return {
    clock,
    random,
    queues,
    store,
    locks: createMemoryLockStore(),
    tags: createMemoryTagIndex(),
    effects: createMemoryEffectGuard({ store: createMemoryEffectStore(), clock, random }),
    payloads: createMemoryPayloadStore(),
    schedules: createMemoryScheduleStore({ clock, sender: queues, queues: queues.names }),
    logger: createMemoryLogger(),
  };
}
