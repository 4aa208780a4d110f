import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import {
  type App,
  CeleriacError,
  type Logger,
  type ResolvedQueue,
  type Resources,
  resolveHandlers,
  type TaskHandler,
  topology,
} from "@celeriac/core";
import type { Engine } from "@celeriac/engine";
import {
  type EmbeddedAws,
  type EmbeddedAwsOptions,
  type LambdaFunctionSource,
  startEmbeddedAws,
} from "@celeriac/local";
import { createWorker, type Worker, type WorkerQueue } from "@celeriac/worker";
import { type ConnectedClient, createClient } from "./client.ts";
import { type Connection, connect } from "./connection.ts";
import { createHostEngine } from "./host-engine.ts";
import { silentLogger } from "./silent-logger.ts";

export interface LocalOptions extends Omit<EmbeddedAwsOptions, "topology" | "stage" | "functions"> {
  /** For tasks without an inline `run`, as a worker's entry has them. */
  readonly handlers?: readonly TaskHandler[] | undefined;
  /**
   * The queues that this process consumes; `[]`: none, so that messages stay where they are.
   * @defaultValue all of the app but those that `functions` names
   */
  readonly queues?: readonly string[] | undefined;
  /**
   * The code of Lambda functions that consume queues in processes of their own, by queue name: bundled, and run as they are
   * deployed. @defaultValue this process consumes all queues
   */
  readonly functions?: Readonly<Record<string, LambdaFunctionSource>> | undefined;
  /** What the worker in this process, and `ctx.logger`, write to. @defaultValue silent */
  readonly logger?: Logger | undefined;
  /**
   * Part of every physical name, which is `<app>-<stage>-<name>`. @defaultValue one of its own each time; with a `dataDir`,
   * whose data is to be found again, "local"
   */
  readonly stage?: string | undefined;
}

/** An app that runs on one machine. */
export interface LocalApp {
  readonly client: ConnectedClient;
  /** Where everything is. */
  readonly resources: Resources;
  /** For processes that shall use it too: `CELERIAC_RESOURCES`, and what the AWS SDK and CLI read. */
  readonly environment: Readonly<Record<string, string>>;
  /** The AWS that it runs on: its schedules, which can be fired, and its processes. */
  readonly aws: EmbeddedAws;
  /** Lets running tasks end within their queues' drain times, and takes everything down. Called again, the same promise. */
  stop(): Promise<void>;
  /** `await using local = await startLocal(app)` stops it at the end of its block. */
  [Symbol.asyncDispose](): Promise<void>;
}

/** Where a Lambda queue sets no maximum: as the embedded Lambda has it. */
const LAMBDA_CONCURRENCY = 10;

/**
 * Starts an app on the embedded AWS, for integration tests: real SQS, DynamoDB, S3 and Scheduler calls on loopback, and the
 * real engine and worker in this process on all its queues. Lambda queues too: their tasks get the function's time, and no
 * function is bundled for them unless `functions` names one.
 *
 * Each has ports and a stage of its own, so that tests may run at the same time.
 * @example
 * ```ts
 * await using local = await startLocal(app, { handlers: [handleResize] });
 * const handle = await local.client.enqueue(resize, { imageId: "a" });
 * await handle.result({ timeout: "10s" });
 * ```
 * @throws {CeleriacError} `missing-handler` for a task of a consumed queue that nothing runs, `missing-package` when an
 * emulator is not installed, `emulator-failed` when one does not start.
 */
export async function startLocal(app: App, options: LocalOptions = {}): Promise<LocalApp> {
  const { handlers = [], logger = silentLogger, functions = {}, ...rest } = options;
  const others = [...app.queues.keys()].filter((name) => functions[name] === undefined);
  const names = options.queues ?? others;
  resolveHandlers(app, handlers, names);
  refuseBoth(names, functions);
  const ownStage =
    options.dataDir === undefined ? `local-${randomBytes(4).toString("hex")}` : "local";
  const stage = options.stage ?? ownStage;
  const aws = await startEmbeddedAws({ ...rest, functions, stage, topology: topology(app) });
  const { resources, environment } = aws;
  const client = createClient(app, { resources });
  const connection = connect(app, { resources });
  const worker = startWorker({ app, handlers, names, connection, logger });
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    stopped ??= takeDown();
    return stopped;
  };
  return { client, resources, environment, aws, stop, [Symbol.asyncDispose]: stop };

  async function takeDown(): Promise<void> {
    await worker?.stop();
    await Promise.all([client.close(), connection.aws.close()]);
    await aws.stop();
  }
}

interface WorkerParts {
  readonly app: App;
  readonly handlers: readonly TaskHandler[];
  readonly names: readonly string[];
  readonly connection: Connection;
  readonly logger: Logger;
}

function startWorker({
  app,
  handlers,
  names,
  connection,
  logger,
}: WorkerParts): Pick<Worker, "stop"> | undefined {
  if (names.length === 0) return undefined;
  const { aws, clock, random } = connection;
  const visibility = new Map(
    topology(app).queues.map((queue) => [queue.name, queue.visibilityTimeoutSeconds]),
  );
  const queues = names.flatMap((name) => app.queues.get(name) ?? []);
  const engine = createHostEngine({
    ...{ app, handlers, queues: names, connection, logger },
    host: `${hostname()}/${process.pid}`,
    isolation: { kind: "none" },
  });
  const worker = createWorker({
    engine: withFunctionTime(engine, app, connection),
    receiver: aws.receiver,
    queues: queues.map((queue) => toWorkerQueue(queue, visibility.get(queue.name) ?? 0)),
    ...{ clock, random, logger },
  });
  void worker.run();
  // Where nothing runs, nothing is waited for: a drain would wait for the polls under way.
  return { stop: () => worker.stop({ now: engine.active === 0 }) };
}

function toWorkerQueue(queue: ResolvedQueue, visibilitySeconds: number): WorkerQueue {
  const { name } = queue;
  return queue.kind === "fargate"
    ? { name, visibilitySeconds, concurrency: queue.concurrency, drainMs: queue.drainMs }
    : {
        ...{ name, visibilitySeconds, drainMs: queue.timeoutMs },
        concurrency: Math.min(queue.maxConcurrency ?? LAMBDA_CONCURRENCY, LAMBDA_CONCURRENCY),
      };
}

/** A task of a Lambda queue has the time that its function would have. */
function withFunctionTime(engine: Engine, app: App, { clock }: Connection): Engine {
  return {
    deliver: (delivery) => {
      const queue = app.queues.get(delivery.queue);
      if (queue?.kind !== "lambda") return engine.deliver(delivery);
      const deadline = clock.monotonic() + queue.timeoutMs;
      // Whole ms, as Lambda tells them.
      const remainingMs = (): number => Math.floor(deadline - clock.monotonic());
      return engine.deliver({ ...delivery, remainingMs });
    },
    get active() {
      return engine.active;
    },
  };
}

function refuseBoth(queues: readonly string[], functions: Readonly<Record<string, unknown>>): void {
  const both = queues.find((name) => functions[name] !== undefined);
  if (both === undefined) return;
  throw new CeleriacError(
    "invalid-options",
    `queue "${both}" is in both queues and functions: either this process consumes it, or a function`,
  );
}
