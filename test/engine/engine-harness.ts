import { createEffectGuard } from "@celeriac/aws";
import {
  type App,
  type Envelope,
  encodeEnvelope,
  type LockStore,
  type ReceivedMessage,
  type TaskHandler,
  type TaskRecord,
  type TaskSender,
} from "@celeriac/core";
import {
  createEngine,
  type Delivery,
  type DeliveryOutcome,
  type Engine,
  type Isolation,
} from "@celeriac/engine";
import {
  createMemoryEffectGuard,
  createMemoryEffectStore,
  createMemoryLogger,
  createMemoryPayloadStore,
  createMemoryQueues,
  createMemoryTaskStore,
  createSeededRandom,
  createVirtualClock,
  type FaultPlan,
  type MemoryEffectStore,
  type MemoryLogger,
  type MemoryPayloadStore,
  type MemoryQueues,
  type MemoryTaskStore,
  type VirtualClock,
  withFaults,
} from "@celeriac/testing/models";

export interface HarnessOptions {
  readonly handlers?: readonly TaskHandler[];
  /** What the host consumes. @defaultValue all queues of the app */
  readonly queues?: readonly string[];
  /** Goes wrong in the calls of the next deliveries. */
  readonly faults?: FaultPlan;
  /** How long a change of visibility to so many seconds takes, ms. */
  readonly slowVisibility?: (seconds: number) => number;
  readonly locks?: LockStore | undefined;
  readonly isolation?: Isolation;
  /** Which effect guard the engine gets. @defaultValue the model */
  readonly guard?: "model" | "powertools";
  /** Goes wrong in the calls of the effect store. */
  readonly effectFaults?: FaultPlan;
}

/** The real engine on model ports, with a virtual clock; messages are sent and received by hand. */
export interface EngineHarness {
  readonly clock: VirtualClock;
  readonly queues: MemoryQueues;
  readonly store: MemoryTaskStore;
  readonly payloads: MemoryPayloadStore;
  readonly effects: MemoryEffectStore;
  readonly logger: MemoryLogger;
  readonly engine: Engine;
  envelope(task: string, fields?: Partial<Envelope>): Envelope;
  send(queue: string, envelope: Envelope): Promise<void>;
  /** Receives one message of a queue; throws when there is none. */
  receive(queue: string): Promise<ReceivedMessage>;
  /** Hands a message to the engine and, as a host does, deletes it when it is acknowledged. */
  deliver(
    queue: string,
    message: ReceivedMessage,
    host?: Partial<Delivery>,
  ): Promise<DeliveryOutcome>;
  /** Sends, receives and delivers; virtual time moves until the delivery has ended. */
  run(queue: string, envelope: Envelope, host?: Partial<Delivery>): Promise<DeliveryOutcome>;
  /** Receives and delivers what is visible, moving time until the delivery has ended. */
  next(queue: string, host?: Partial<Delivery>): Promise<DeliveryOutcome>;
  record(taskId: string): TaskRecord;
}

export function createHarness(app: App, options: HarnessOptions = {}): EngineHarness {
  const clock = createVirtualClock();
  const random = createSeededRandom(7);
  const settings: Record<string, object> = {};
  for (const [name, queue] of app.queues) {
    settings[name] = {
      deadLetterQueue: `${name}-dlq`,
      maxReceiveCount: 50,
      retentionSeconds: queue.retentionMs / 1000,
    };
    settings[`${name}-dlq`] = { retentionSeconds: 1_209_600 };
  }
  const queues = createMemoryQueues({ clock, random, queues: settings });
  const store = createMemoryTaskStore({ clock });
  const payloads = createMemoryPayloadStore();
  const effects = createMemoryEffectStore();
  const createGuard = options.guard === "powertools" ? createEffectGuard : createMemoryEffectGuard;
  const logger = createMemoryLogger();
  const plan = options.faults ?? (() => undefined);
  const faulty = withFaults(queues, plan, clock);
  const slowMs = options.slowVisibility ?? (() => 0);
  const engine = createEngine({
    app,
    handlers: options.handlers ?? [],
    ...(options.queues === undefined ? {} : { queues: options.queues }),
    host: "host-1",
    isolation: options.isolation,
    ports: {
      sender: faulty,
      visibility: {
        changeVisibility: async (queue, receiptHandle, seconds) => {
          await clock.sleep(slowMs(seconds));
          return faulty.changeVisibility(queue, receiptHandle, seconds);
        },
      },
      store: withFaults(store, plan, clock),
      locks: options.locks,
      payloads: withFaults(payloads, plan, clock),
      effects: createGuard({
        store: withFaults(effects, options.effectFaults ?? (() => undefined), clock),
        clock,
        random,
      }),
      clock,
      random,
      logger,
    },
    senderFor: () => noSender,
  });
  let count = 0;

  const settle = async (work: Promise<DeliveryOutcome>): Promise<DeliveryOutcome> => {
    let outcome: DeliveryOutcome | undefined;
    void work.then((ended) => {
      outcome = ended;
    });
    await clock.turn();
    if (outcome === undefined) await clock.drainUntil(() => outcome !== undefined);
    return work;
  };
  const harness: EngineHarness = {
    clock,
    queues,
    store,
    payloads,
    effects,
    logger,
    engine,
    envelope: (task, fields = {}) => {
      count += 1;
      return {
        version: 1,
        taskId: `task-${count}`,
        task,
        generation: 0,
        enqueuedAt: clock.now(),
        hops: 0,
        ...fields,
      };
    },
    send: async (queue, envelope) => {
      const answer = await queues.send(queue, { body: encodeEnvelope(envelope) });
      if (!answer.ok) throw answer.error;
    },
    receive: async (queue) => {
      const [message] = await queues.receive(queue, {
        max: 1,
        waitSeconds: 0,
        visibilitySeconds: 30,
      });
      if (message === undefined) throw new Error(`no message is visible in ${queue}`);
      return message;
    },
    deliver: async (queue, message, host = {}) => {
      const outcome = await engine.deliver({
        queue,
        message,
        receivedAt: clock.monotonic(),
        ...host,
      });
      if (outcome.acknowledge) await queues.delete(queue, message.receiptHandle);
      return outcome;
    },
    run: async (queue, envelope, host) => {
      await harness.send(queue, envelope);
      return harness.next(queue, host);
    },
    next: async (queue, host) => settle(harness.deliver(queue, await harness.receive(queue), host)),
    record: (taskId) => {
      const found = store.records().find((record) => record.taskId === taskId);
      if (found === undefined) throw new Error(`there is no record of ${taskId}`);
      return found;
    },
  };
  return harness;
}

const refuse = (): never => {
  throw new Error("this harness sends nothing");
};
const noSender: TaskSender = { enqueue: refuse, enqueueMany: refuse, enqueueItems: refuse };
