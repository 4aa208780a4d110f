import { createEffectGuard } from "@celeriac/aws";
import { type Client, createClient } from "@celeriac/client";
import { type App, type Logger, type QueueResource, topology } from "@celeriac/core";
import { createEngine } from "@celeriac/engine";
import { createSqsHandler } from "@celeriac/lambda";
import {
  bootProcess,
  type ConductLaws,
  type Container,
  createConductLaws,
  createHistory,
  createKernel,
  createMapping,
  createMemoryEffectStore,
  createMemoryLockStore,
  createMemoryPayloadStore,
  createMemoryQueues,
  createMemoryScheduleStore,
  createMemoryTaskStore,
  createNetwork,
  createService,
  createTaskLaws,
  type FaultScript,
  type History,
  type Kernel,
  type MemoryEffectStore,
  type MemoryLockStore,
  type MemoryPayloadStore,
  type MemoryScheduleStore,
  type QueueNastiness,
  type Sandbox,
  type SimulatedMapping,
  type SimulatedNetwork,
  type SimulatedProcess,
  type SimulatedService,
  type TaskLaws,
  topologyQueues,
  type WatchedPorts,
  watchPorts,
  wholeBetween,
} from "@celeriac/testing/models";
import { createWorker } from "@celeriac/worker";
import { behavioursIn } from "./behaviours.ts";
import { createIsolatedRun } from "./isolated-run.ts";
import { createKeyLaws, type KeyLaws } from "./key-laws.ts";
import { lambdaInvocation } from "./lambda-invocation.ts";
import { type MarkWatch, watchMarks } from "./marks.ts";
import { firstApp, LAMBDA_TIMEOUT_MS, nextApp } from "./simulated-app.ts";
import { createTickLaws, type TickLaws } from "./tick-laws.ts";

export interface WorldOptions {
  readonly seed: number;
  readonly faults: (kernel: Kernel) => FaultScript;
  /** Whether the queues do what standard queues may do, and clocks differ. */
  readonly nasty: boolean;
  readonly onNote?:
    | ((ms: number, what: string, subject: string, value: number) => void)
    | undefined;
}

const SKEW_MS = 2000;
const WORKERS = 2;
const SANDBOXES = 2;

/** What the queues may do while the storm lasts. */
const STORM: Required<QueueNastiness> = {
  duplicates: 0.06,
  reorder: 0.3,
  lostReceives: 0.02,
  emptyReceives: 0.05,
  sendFailures: 0.03,
  burnedReceives: 0.08,
  staleDeletes: 0.3,
  failedDeletes: 0.03,
};

/** One simulated deployment: the real client, engine, worker and Lambda handler on models of AWS. */
export class World {
  readonly kernel: Kernel;
  readonly history: History = createHistory({ keep: false });
  readonly faults: FaultScript;
  readonly network: SimulatedNetwork;
  readonly models: WatchedPorts;
  readonly payloads: MemoryPayloadStore = createMemoryPayloadStore();
  readonly locks: MemoryLockStore = createMemoryLockStore();
  readonly effects: MemoryEffectStore = createMemoryEffectStore();
  readonly schedules: MemoryScheduleStore;
  readonly laws: TaskLaws;
  readonly conduct: ConductLaws;
  readonly keys: KeyLaws;
  readonly ticks: TickLaws;
  readonly marks: MarkWatch;
  readonly service: SimulatedService;
  readonly mapping: SimulatedMapping;
  readonly resources: readonly QueueResource[] = topology(firstApp).queues;
  readonly untracked = new Set<string>();
  app: App = firstApp;
  #storm: boolean;
  readonly #nasty: boolean;

  constructor(options: WorldOptions) {
    this.kernel = createKernel({ ...options, turn: createTurn() });
    this.#storm = options.nasty;
    this.#nasty = options.nasty;
    this.faults = options.faults(this.kernel);
    const { clock } = this.kernel;
    const queues = createMemoryQueues({
      clock,
      random: this.kernel.random("queues"),
      queues: topologyQueues(topology(firstApp)),
      nastiness: this.#nastiness(),
    });
    const store = createMemoryTaskStore({ clock });
    this.models = watchPorts(this.history, { store, queues });
    this.schedules = this.#createSchedules();
    this.network = createNetwork({
      kernel: this.kernel,
      faults: this.faults,
      during: (call, apply) => this.models.during(call, apply),
    });
    this.keys = createKeyLaws(this.history, () => clock.now());
    this.ticks = createTickLaws(this.history);
    this.conduct = createConductLaws({
      history: this.history,
      messages: () => this.models.messages(),
      isDeadLetterQueue: (queue) => queue.endsWith("-dlq"),
      isUntracked: (taskId) => this.untracked.has(taskId),
    });
    this.laws = createTaskLaws({
      history: this.history,
      messages: () => this.models.messages(),
      record: (taskId) => store.record(taskId),
      isDeadLetterQueue: (queue) => queue.endsWith("-dlq"),
      isUntracked: (taskId) => this.untracked.has(taskId),
      performersOf: (taskId) => this.keys.performersOf(taskId),
      onViolation: (violation) => this.kernel.note("VIOLATION", violation),
    });
    this.marks = watchMarks({
      kernel: this.kernel,
      generationOf: (taskId) => store.record(taskId)?.generation,
    });
    this.history.follow((entry) => {
      this.marks.follow(entry);
      if (entry.kind !== "written") return;
      const { taskId, state, generation, attempts } = entry.after;
      this.kernel.note(`${state} g${generation} a${attempts}`, taskId, entry.after.revision);
    });
    this.service = this.#createService();
    this.mapping = this.#createMapping();
  }

  get isCalm(): boolean {
    return !this.#storm;
  }

  /** Ends the faults: from now on everything has to come to its end. */
  calm(): void {
    this.#storm = false;
    this.faults.calm();
    this.kernel.note("calm", "world");
  }

  boot(name: string): SimulatedProcess {
    const random = this.kernel.random(`boot ${name}`);
    const skewMs = this.#nasty ? wholeBetween(random, -SKEW_MS, SKEW_MS) : 0;
    const slowness = this.#nasty && random.next() < 0.15 ? 10 : 1;
    const process = bootProcess({ kernel: this.kernel, name, skewMs, slowness });
    process.onCrash(() => this.marks.crashed(name));
    return process;
  }

  /** A client in a process of its own. */
  client(process: SimulatedProcess, app: App = this.app): Client {
    return createClient(app, this.#clientPorts(process));
  }

  #clientPorts(process: SimulatedProcess): Parameters<typeof createClient>[1] {
    const queues = this.network.reach(process, this.models.queues);
    return {
      sender: queues,
      receiver: queues,
      store: this.network.reach(process, this.models.store),
      payloads: this.network.reach(process, this.payloads),
      locks: this.network.reach(process, this.locks),
      schedules: this.network.reach(process, this.schedules),
      clock: process.clock,
      random: process.random,
      logger: this.#logger(process),
    };
  }

  #engine(
    process: SimulatedProcess,
    queue: string,
    isolation: NonNullable<Parameters<typeof createEngine>[0]["isolation"]>,
    onShutdown: () => void = () => undefined,
  ): Pick<ReturnType<typeof createEngine>, "deliver"> {
    const { app } = this;
    const ports = this.#clientPorts(process);
    const client = createClient(app, ports);
    const tasks = [...app.tasks.values()].filter((task) => task.queue === queue);
    const engine = createEngine({
      app,
      handlers: behavioursIn(
        process,
        this.history,
        tasks.map((task) => task.definition),
      ),
      queues: [queue],
      host: process.name,
      isolation,
      ports: {
        ...ports,
        visibility: this.network.reach(process, this.models.queues),
        effects: createEffectGuard({
          store: this.network.reach(process, this.effects),
          clock: process.clock,
          random: process.random,
        }),
      },
      senderFor: (context) => client.derive(context),
    });
    return {
      deliver: async (delivery) => {
        delivery.shutdown?.addEventListener("abort", onShutdown);
        const outcome = await engine.deliver(delivery);
        const { taskId } = outcome;
        this.kernel.note(`delivery ${outcome.result}`, taskId ?? "no task");
        if (!outcome.acknowledge && taskId !== undefined) this.marks.left(taskId);
        return outcome;
      },
    };
  }

  #createService(): SimulatedService {
    const { stopTimeoutSeconds } = consumerOf(this.resources, "work", "fargate");
    return createService({
      kernel: this.kernel,
      name: "worker",
      count: WORKERS,
      stopTimeoutMs: stopTimeoutSeconds * 1000,
      boot: (name): Container => {
        const process = this.boot(name);
        const { app } = this;
        let hurried = false;
        const queue = app.queues.get("work");
        if (queue?.kind !== "fargate") throw new Error("the app has no fargate queue named work");
        const { concurrency, leaseMs, drainMs } = queue;
        const isolated = createIsolatedRun({
          kernel: this.kernel,
          parent: process,
          boot: (childName) => {
            const child = this.boot(childName);
            return { process: child, engine: this.#engine(child, "work", { kind: "none" }) };
          },
        });
        const worker = createWorker({
          engine: this.#engine(process, "work", { kind: "elsewhere", run: isolated }, () => {
            if (!hurried) this.marks.see("drain deadline reached");
          }),
          receiver: this.network.reach(process, this.models.queues),
          queues: [
            { name: "work", concurrency, visibilitySeconds: Math.ceil(leaseMs / 1000), drainMs },
          ],
          clock: process.clock,
          random: process.random,
          logger: this.#logger(process),
        });
        void worker.run();
        const terminate = (now: boolean): Promise<void> => {
          hurried ||= now;
          return worker.stop({ now });
        };
        return { process, terminate };
      },
    });
  }

  #createMapping(): SimulatedMapping {
    const { batchSize } = consumerOf(this.resources, "call", "lambda");
    const resource = this.resources.find(({ name }) => name === "call");
    const random = this.kernel.random("mapping");
    return createMapping({
      kernel: this.kernel,
      queues: this.models.queues,
      queue: "call",
      batchSize,
      visibilitySeconds: resource?.visibilityTimeoutSeconds ?? 30,
      timeoutMs: LAMBDA_TIMEOUT_MS,
      concurrency: SANDBOXES,
      failedAreVisibleAtOnce: random.next() < 0.5,
      throttles: () => (this.#storm ? 0.05 : 0),
      boot: (index): Sandbox => {
        const process = this.boot(`sandbox-${index}`);
        const handler = createSqsHandler({
          engine: () => this.#engine(process, "call", { kind: "turns" }),
          queueOf: (arn) => arn,
          logger: this.#logger(process),
          clock: process.clock,
        });
        return lambdaInvocation(process, "call", handler);
      },
    });
  }

  #createSchedules(): MemoryScheduleStore {
    const random = this.kernel.random("schedules");
    const storms = (): boolean => this.#storm;
    const nasty = this.#nasty;
    return createMemoryScheduleStore({
      clock: this.kernel.clock,
      sender: this.models.queues,
      get times() {
        return nasty && random.next() < 0.5 ? 2 : 1;
      },
      get lateMs() {
        return storms() ? Math.round(random.next() * 60_000) : 0;
      },
    });
  }

  #nastiness(): QueueNastiness {
    const storms = (): boolean => this.#storm;
    const random = this.kernel.random("nastiness");
    // Some of it is on in one history and off in another: what is always there hides what needs its absence.
    const chances = Object.entries(STORM).map(([kind, chance]) => {
      const inThisHistory = random.next() < 0.7 ? chance : 0;
      return [kind, { get: () => (storms() ? inThisHistory : 0), enumerable: true }] as const;
    });
    return Object.defineProperties({}, Object.fromEntries(chances));
  }

  #logger(process: SimulatedProcess): Logger {
    const warn = (message: string): void => {
      this.kernel.note(`log: ${message}`, process.name);
    };
    const logger: Logger = {
      debug: () => undefined,
      info: () => undefined,
      warn,
      error: warn,
      with: () => logger,
    };
    return logger;
  }
}

/** Now and then the event loop gets a turn, for whatever else this process does. */
const EVENTS_PER_LOOP = 500;

/**
 * Empties the microtask queue, however long its chains: a tick comes after all of it, and costs a tenth of a turn of
 * the event loop. Nothing that runs in the simulation waits for real I/O.
 */
function createTurn(): () => Promise<void> {
  let turns = 0;
  return () => {
    turns += 1;
    const defer = turns % EVENTS_PER_LOOP === 0 ? setImmediate : process.nextTick;
    return new Promise((resolve) => {
      defer(resolve);
    });
  };
}

/** The next version of the app: what boots from now on runs it. */
export function deployNext(world: World): void {
  world.app = nextApp;
  world.service.deploy();
}

function consumerOf<Kind extends "fargate" | "lambda">(
  resources: readonly QueueResource[],
  name: string,
  kind: Kind,
): QueueResource["consumer"] & { readonly kind: Kind } {
  const consumer = resources.find((each) => each.name === name)?.consumer;
  if (consumer?.kind === kind) return consumer as QueueResource["consumer"] & { kind: Kind };
  throw new Error(`the app has no ${kind} queue named ${name}`);
}
