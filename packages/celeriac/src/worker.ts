/**
 * The entry of a worker container.
 *
 * @module celeriac/worker
 */
import { hostname } from "node:os";
import type { App, Logger, TaskHandler } from "@celeriac/core";
import {
  createIsolatedRuns,
  createScaleInProtection,
  createWorker,
  isIsolated,
  jsonLogger,
  type LogLevel,
  runIsolated,
  runUntilSignalled,
  startHealthServer,
} from "@celeriac/worker";
import { assignedQueues } from "./assigned-queues.ts";
import { type ConnectionOptions, connect } from "./connection.ts";
import { consumedQueues } from "./consumed-queues.ts";
import { createHostEngine } from "./host-engine.ts";
import { concurrencyFrom, healthPortFrom, logLevelFrom } from "./worker-environment.ts";

export type { LogLevel } from "@celeriac/worker";

export interface WorkerOptions extends ConnectionOptions {
  /** The queues to consume. @defaultValue those that `CELERIAC_QUEUES` names, else all fargate queues of the app */
  readonly queues?: readonly string[] | undefined;
  /**
   * Tasks that this worker runs at a time of each queue, 1 to 1,000. @defaultValue the environment variable
   * `CELERIAC_CONCURRENCY`, else what the queue says
   */
  readonly concurrency?: number | undefined;
  /**
   * Where `/healthz` and `/readyz` are answered. @defaultValue the environment variable `CELERIAC_HEALTH_PORT`;
   * without it there is no health server
   */
  readonly healthPort?: number | undefined;
  /** The address that the health server listens on. @defaultValue "0.0.0.0" in an ECS task, else "127.0.0.1" */
  readonly healthHost?: string | undefined;
  /** Where the worker, and `ctx.logger`, write. @defaultValue lines of JSON on the standard output */
  readonly logger?: Logger | undefined;
  /** The least that is logged; not where `logger` is given. @defaultValue the environment variable `CELERIAC_LOG_LEVEL`, else "info" */
  readonly logLevel?: LogLevel | undefined;
}

/**
 * Consumes an app's fargate queues until the process is told to end: SIGTERM drains, a second one gives back at once,
 * both exit with 0. Does not return before.
 *
 * A task that took its process with it as often as it may, but for once, gets a process of its own for its last
 * attempt: the worker's entry (`process.argv[1]`) is started a second time, and runs that one task in this call.
 *
 * @example
 * ```ts
 * await runWorker(app, [handleTranscode]);
 * ```
 * @throws {CeleriacError} at start: `missing-handler`, `missing-resource`, `invalid-options`.
 */
export async function runWorker(
  app: App,
  handlers: readonly TaskHandler[] = [],
  options: WorkerOptions = {},
): Promise<void> {
  const queues = consumedQueues(app, "fargate", options.queues ?? assignedQueues(process.env));
  const atATime = options.concurrency ?? concurrencyFrom(process.env);
  const level = options.logLevel ?? logLevelFrom(process.env);
  const logger = options.logger ?? jsonLogger({ service: app.name, level });
  const connection = connect(app, options);
  const { aws, clock, random } = connection;
  const host = `${hostname()}/${process.pid}`;
  const names = queues.map((queue) => queue.name);
  const isolated = isIsolated(process.env);
  const run = createIsolatedRuns({ environment: process.env, clock, logger });
  const engine = createHostEngine({
    ...{ app, handlers, queues: names, host, connection, logger },
    isolation: isolated ? { kind: "none" } : { kind: "elsewhere", run },
  });
  if (isolated) return runIsolated(engine, clock, () => aws.close());
  const agentUri = process.env["ECS_AGENT_URI"];
  const protection = createScaleInProtection({ agentUri, clock, logger });
  const worker = createWorker({
    engine,
    receiver: aws.receiver,
    queues: queues.map(({ name, concurrency, leaseMs, drainMs }) => ({
      name,
      concurrency: atATime ?? concurrency,
      visibilitySeconds: Math.ceil(leaseMs / 1000),
      drainMs,
    })),
    clock,
    random,
    logger,
    onRunning: (running) => protection.update(running),
  });
  const port = options.healthPort ?? healthPortFrom(process.env);
  const address = options.healthHost ?? (agentUri === undefined ? "127.0.0.1" : "0.0.0.0");
  const health =
    port === undefined ? undefined : await startHealthServer(worker, { port, host: address });
  await runUntilSignalled(worker, {
    logger,
    close: async () => {
      protection.close();
      await health?.close();
      await aws.close();
    },
  });
}
