import { type Client, type ClientPorts, createClient } from "@celeriac/client";
import {
  type App,
  decodeEnvelope,
  type Envelope,
  emptyRecord,
  type RecordedState,
  type TaskRecord,
} from "@celeriac/core";
import {
  createMemoryLockStore,
  createMemoryLogger,
  createMemoryMover,
  createMemoryPayloadStore,
  createMemoryQueues,
  createMemoryScheduleStore,
  createMemoryTagIndex,
  createMemoryTaskStore,
  createSeededRandom,
  createVirtualClock,
  type FaultPlan,
  type MemoryLockStore,
  type MemoryLogger,
  type MemoryPayloadStore,
  type MemoryQueues,
  type MemoryScheduleStore,
  type MemoryTagIndex,
  type MemoryTaskStore,
  type VirtualClock,
  withFaults,
} from "@celeriac/testing/models";

export interface HarnessOptions {
  /** What goes wrong, by port. */
  readonly faults?: Readonly<Partial<Record<FaultyPort, FaultPlan>>>;
  /** Replaces ports after the faults were put before them. */
  readonly ports?: (ports: ClientPorts) => Partial<ClientPorts>;
}

type FaultyPort =
  | "sender"
  | "receiver"
  | "mover"
  | "store"
  | "locks"
  | "tags"
  | "payloads"
  | "schedules";

/** A real client on model ports, with a virtual clock. */
export interface ClientHarness {
  readonly client: Client;
  readonly ports: ClientPorts;
  readonly clock: VirtualClock;
  readonly queues: MemoryQueues;
  readonly store: MemoryTaskStore;
  readonly locks: MemoryLockStore;
  readonly tags: MemoryTagIndex;
  readonly payloads: MemoryPayloadStore;
  readonly schedules: MemoryScheduleStore;
  readonly logger: MemoryLogger;
  /** The envelopes that lie in a queue, oldest first. */
  envelopes(queue?: string): Envelope[];
  /** Stores a record as if hosts had written it. */
  record(taskId: string, state: RecordedState, fields?: Partial<TaskRecord>): Promise<void>;
  /** Changes a stored record, whatever stands there. */
  change(taskId: string, fields: Partial<TaskRecord>): Promise<void>;
  stored(taskId: string): TaskRecord;
  /** Moves time until a promise has settled, and answers what it came to. */
  settle<Value>(promise: Promise<Value>): Promise<Value>;
}

const never: FaultPlan = () => undefined;

/** Makes a client of an app whose queues all exist, each with its dead-letter queue. */
export function createHarness(app: App, options: HarnessOptions = {}): ClientHarness {
  const clock = createVirtualClock();
  const random = createSeededRandom(11);
  const names = [...app.queues.keys()].flatMap((name) => [name, `${name}-dlq`]);
  const queues = createMemoryQueues({
    clock,
    random,
    queues: Object.fromEntries(names.map((name) => [name, { retentionSeconds: 1_209_600 }])),
  });
  const store = createMemoryTaskStore({ clock });
  const locks = createMemoryLockStore();
  const tags = createMemoryTagIndex();
  const payloads = createMemoryPayloadStore();
  const schedules = createMemoryScheduleStore({ clock, sender: queues, queues: names });
  const logger = createMemoryLogger();
  const { faults = {} } = options;
  const faulty: ClientPorts = {
    sender: withFaults(queues, faults.sender ?? never, clock),
    receiver: withFaults(queues, faults.receiver ?? never, clock),
    mover: withFaults(createMemoryMover({ queues, clock }), faults.mover ?? never, clock),
    store: withFaults(store, faults.store ?? never, clock),
    locks: withFaults(locks, faults.locks ?? never, clock),
    tags: withFaults(tags, faults.tags ?? never, clock),
    payloads: withFaults(payloads, faults.payloads ?? never, clock),
    schedules: withFaults(schedules, faults.schedules ?? never, clock),
    clock,
    random,
    logger,
  };
  const ports = { ...faulty, ...options.ports?.(faulty) };
  const stored = (taskId: string): TaskRecord => {
    const found = store.records().find((record) => record.taskId === taskId);
    if (found === undefined) throw new Error(`no record of ${taskId}`);
    return found;
  };
  return {
    client: createClient(app, ports),
    ports,
    clock,
    queues,
    store,
    locks,
    tags,
    payloads,
    schedules,
    logger,
    envelopes: (queue = "default") => queues.peek(queue).map(({ body }) => envelopeOf(body)),
    record: async (taskId, state, fields = {}) => {
      await store.insert({ ...blankRecord(taskId, clock.now()), state, ...fields });
    },
    change: async (taskId, fields) => {
      const { revision } = stored(taskId);
      await store.update(taskId, { kind: "revision", revision }, fields);
    },
    stored,
    settle: async (promise) => {
      let settled = false;
      const done = (): void => {
        settled = true;
      };
      promise.then(done, done);
      await clock.drainUntil(() => settled);
      return promise;
    },
  };
}

export function envelopeOf(body: string): Envelope {
  const answer = decodeEnvelope(body);
  if (answer.kind !== "envelope") throw new Error(`not an envelope: ${answer.kind}`);
  return answer.envelope;
}

function blankRecord(taskId: string, now: number): Omit<TaskRecord, "state"> {
  const envelope: Envelope = {
    version: 1,
    taskId,
    task: "math.add",
    generation: 0,
    enqueuedAt: now,
    hops: 0,
  };
  return emptyRecord(envelope, "default", now);
}
