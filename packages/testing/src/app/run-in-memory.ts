import { type Client, type ClientPorts, createClient } from "@celeriac/client";
import {
  type App,
  type Clock,
  type MessageSender,
  type ScheduleStore,
  type TaskStore,
  topology,
} from "@celeriac/core";
import { createEngine, type EnginePorts, loadEffects } from "@celeriac/engine";
import { createMemoryMover } from "../queues/memory-mover.ts";
import type { MemoryQueues } from "../queues/memory-queues.ts";
import { type AroundRun, aroundHandlers, type Handlers } from "./around-handlers.ts";
import { createMemoryHost, type Deliver, type MemoryHost } from "./memory-host.ts";
import type { MemoryModels } from "./memory-models.ts";

export interface RunOptions {
  /** The queues that are consumed. @defaultValue all of the app */
  readonly queues?: readonly string[] | undefined;
  /**
   * How many turns of the event loop a handler gets for real work (a query, a file) before `advance` and waits on
   * handles let time go on without it. @defaultValue 10,000: some tens of ms
   */
  readonly patienceTurns?: number | undefined;
}

/** Makes an engine on ports, with something around its handlers, and delivers with it. */
export type StartEngine = (ports: EnginePorts, around?: AroundRun) => Deliver;

/** What lies between the models and what runs on them. */
export interface Passage {
  /** As client and engine reach them. */
  readonly sender: MessageSender;
  readonly store: TaskStore;
  readonly schedules: ScheduleStore;
  readonly clock: Clock;
  /** As hosts receive from them. */
  readonly queues: MemoryQueues;
  deliver(start: StartEngine, ports: EnginePorts): Deliver;
}

/** An app that runs on models. */
export interface MemoryRun {
  readonly client: Client;
  readonly clientPorts: ClientPorts;
  readonly enginePorts: EnginePorts;
  readonly host: MemoryHost;
}

const PATIENCE_TURNS = 10_000;

/**
 * Runs an app on models: its real client, and its real engine on a host that delivers when it is told to.
 * @throws {CeleriacError} `missing-handler` for a task of a consumed queue that nothing runs.
 */
export function runInMemory(
  handlers: Handlers,
  models: MemoryModels,
  options: RunOptions,
  passage: Passage = directly(models),
): MemoryRun {
  const { app } = handlers;
  const consumed = options.queues ?? [...app.queues.keys()];
  const { queues, locks, payloads, random, logger } = models;
  const { sender, store, schedules, clock } = passage;
  const common = { sender, store, locks, payloads, random, logger };
  const clientPorts: ClientPorts = {
    ...common,
    tags: models.tags,
    schedules,
    clock: { ...clock, sleep: (ms, signal) => host.during(clock.sleep(ms, signal)) },
    receiver: {
      receive: (queue, receive) => host.during(queues.receive(queue, receive)),
      delete: queues.delete,
      changeVisibility: queues.changeVisibility,
    },
    mover: createMemoryMover({ queues, clock: models.clock }),
  };
  const client = createClient(app, clientPorts);
  const start: StartEngine = (ports, around) => {
    const engine = createEngine({
      ...(around === undefined ? handlers : aroundHandlers(handlers, around)),
      ...{ queues: consumed, host: "test", ports },
      senderFor: (context) => client.derive(context),
    });
    return (delivery) => engine.deliver(delivery);
  };
  const enginePorts: EnginePorts = {
    ...common,
    effects: models.effects,
    visibility: queues,
    clock,
  };
  const host: MemoryHost = createMemoryHost({
    deliver: passage.deliver(start, enginePorts),
    queues: passage.queues,
    clock: models.clock,
    resources: topology(app).queues.filter(({ name }) => consumed.includes(name)),
    patienceTurns: options.patienceTurns ?? PATIENCE_TURNS,
    ready: isAnyIdempotent(app) ? loadEffects() : Promise.resolve(),
  });
  return { client, clientPorts, enginePorts, host };
}

function isAnyIdempotent({ tasks }: App): boolean {
  return [...tasks.values()].some(({ idempotency }) => idempotency !== undefined);
}

function directly({ clock, queues, store, schedules }: MemoryModels): Passage {
  return {
    ...{ sender: queues, store, schedules, clock, queues },
    deliver: (start, ports) => start(ports),
  };
}
