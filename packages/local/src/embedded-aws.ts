import { CeleriacError, parseDuration, type Resources, scheduledTaskId } from "@celeriac/core";
import type { EmbeddedAwsOptions } from "./embedded-aws-options.ts";
import { emulatorError } from "./emulator-error.ts";
import { embeddedPackages } from "./install/embedded-packages.ts";
import { requirePackages } from "./install/require-packages.ts";
import { type RunningFunctions, runFunctions } from "./lambda/run-functions.ts";
import { type ChildKeeper, createChildKeeper } from "./process/child-keeper.ts";
import { describeEnvironment, describeResources } from "./provision/describe-resources.ts";
import { provision } from "./provision/provision.ts";
import { LOCAL_STAGE, resourceNames } from "./provision/resource-names.ts";
import type { EmbeddedSchedule } from "./scheduler/scheduler-server.ts";
import { type Servers, startServers } from "./servers.ts";

/** SQS, DynamoDB, S3, EventBridge Scheduler and Lambda, provisioned and running on the loopback address. */
export interface EmbeddedAws {
  /** Where everything is: what clients and hosts need. */
  readonly resources: Resources;
  /** For processes that shall use it: the resources as `CELERIAC_RESOURCES`, and what the AWS SDK and CLI read. */
  readonly environment: Readonly<Record<string, string>>;
  /** The processes beside this one that are part of it now: emulators and Lambda's execution environments. */
  processIds(): readonly number[];
  /** The schedules that wait, recurring ones among them, and those that fired and were not deleted. */
  schedules(): readonly EmbeddedSchedule[];
  /**
   * Sends what a recurring schedule of the app sends at a tick, now: nobody waits for three at night. The same tick twice is
   * one task. Answers the task's id, once SQS has the message; a disabled schedule is fired too.
   * @param tick any instant, told in whole seconds: a `crontab` need not name it. @defaultValue this second
   * @throws {CeleriacError} `invalid-options` for a schedule that the app does not have, or a tick that is none.
   */
  fireSchedule(name: string, tick?: Date): Promise<string>;
  /**
   * Takes everything down and leaves no process behind. Functions receive nothing more; invocations under way may
   * end within the drain. Called again, it answers the same promise.
   */
  stop(): Promise<void>;
}

/**
 * Starts emulators of AWS on the loopback address, at ports that are free, provisions them from the topology, and
 * runs the functions that consume its queues.
 *
 * Nothing outlives this process, however it ends. What differs from AWS is listed in docs/emulators.md.
 *
 * @throws {CeleriacError} invalid-options for options that do not fit the topology; missing-package when an emulator is
 * not installed; emulator-failed when something cannot be started. What had started is down by then.
 */
export async function startEmbeddedAws(options: EmbeddedAwsOptions): Promise<EmbeddedAws> {
  const drainMs = parseDuration(options.drain ?? "10s", "drain");
  requirePackages(embeddedPackages(options));
  const keeper = createChildKeeper();
  let servers: Servers | undefined;
  try {
    servers = await startServers(options, keeper);
    return await bringUp(options, drainMs, keeper, servers);
  } catch (error) {
    await servers?.stop();
    await keeper.stop();
    if (CeleriacError.is(error)) throw error;
    throw emulatorError(`the embedded AWS could not be started: ${String(error)}`, error);
  }
}

async function bringUp(
  options: EmbeddedAwsOptions,
  drainMs: number,
  keeper: ChildKeeper,
  servers: Servers,
): Promise<EmbeddedAws> {
  const { topology } = options;
  const names = resourceNames(topology, options.stage ?? LOCAL_STAGE);
  const queues = await provision(topology, names, servers);
  const writes = servers.table.emulator === "dynoxide" ? "batched" : "single";
  const resources = describeResources(topology.app, names, queues, servers.endpoints, writes);
  const environment = describeEnvironment(resources, servers.endpoints);
  servers.scheduler.start(servers.endpoints.sqs);
  const functions = runFunctions({
    prepared: servers.prepared,
    queues,
    sqsEndpoint: servers.endpoints.sqs,
    functionName: names.queue,
    environment,
    keeper,
    writeLog: options.onLog ?? (() => undefined),
  });
  let stopped: Promise<void> | undefined;
  return {
    resources,
    environment,
    processIds: () => [
      keeper.pid,
      ...(servers.table.pid === undefined ? [] : [servers.table.pid]),
      ...functions.processIds(),
    ],
    schedules: () => servers.scheduler.list(),
    fireSchedule: async (name, tick = new Date()) => {
      const second = Math.floor(Number(tick) / 1000) * 1000;
      const taskId = scheduledTaskId(name, second);
      await servers.scheduler.fire(names.scheduleGroup, name, second);
      return taskId;
    },
    stop: () => {
      stopped ??= takeDown(functions, drainMs, servers, keeper);
      return stopped;
    },
  };
}

async function takeDown(
  functions: RunningFunctions,
  drainMs: number,
  servers: Servers,
  keeper: ChildKeeper,
): Promise<void> {
  await functions.stop(drainMs, servers.sqs.endLongPolls);
  await servers.stop();
  await keeper.stop();
}
