import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { CeleriacError, type Resources } from "@celeriac/core";
import { CREDENTIALS, REGION, SCHEDULER_ROLE_ARN } from "./account.ts";
import type { EmbeddedAwsOptions } from "./embedded-aws-options.ts";
import { emulatorError } from "./emulator-error.ts";
import { type ChildKeeper, createChildKeeper } from "./process/child-keeper.ts";
import { provisionBucket } from "./provision/provision-bucket.ts";
import { provisionQueues } from "./provision/provision-queues.ts";
import { provisionTable } from "./provision/provision-table.ts";
import { type ResourceNames, resourceNames } from "./provision/resource-names.ts";
import {
  type EmbeddedSchedule,
  type SchedulerServer,
  startSchedulerServer,
} from "./scheduler/scheduler-server.ts";
import { type SqsServer, startSqsServer } from "./sqs/sqs-server.ts";
import { startTableServer, type TableServer } from "./table/table-server.ts";

/** SQS, DynamoDB, S3 and EventBridge Scheduler, provisioned and running on the loopback address. */
export interface EmbeddedAws {
  /** Where everything is: what clients and hosts need. */
  readonly resources: Resources;
  /** For processes that shall use it: the resources as `CELERIAC_RESOURCES`, and what the AWS SDK and CLI read. */
  readonly environment: Readonly<Record<string, string>>;
  /** The processes beside this one that are part of it. */
  readonly processIds: readonly number[];
  /** The schedules that wait, and those that fired and were not deleted. */
  schedules(): readonly EmbeddedSchedule[];
  /** Takes everything down and leaves no process behind. Called again, it answers the same promise. */
  stop(): Promise<void>;
}

/**
 * Starts emulators of AWS on the loopback address, at ports that are free, and provisions them from the topology.
 *
 * Nothing outlives this process, however it ends. What differs from AWS is listed in docs/emulators.md.
 *
 * @throws {CeleriacError} emulator-failed when something cannot be started; what had started is down by then.
 */
export async function startEmbeddedAws(options: EmbeddedAwsOptions): Promise<EmbeddedAws> {
  const keeper = createChildKeeper();
  const started: Started = { keeper };
  try {
    await startServers(options, started);
    return await provision(options, started);
  } catch (error) {
    await stopAll(started);
    if (CeleriacError.is(error)) throw error;
    throw emulatorError(`the embedded AWS could not be started: ${String(error)}`, error);
  }
}

/** What has to be stopped again. */
interface Started {
  readonly keeper: ChildKeeper;
  sqs?: SqsServer;
  table?: TableServer;
  scheduler?: SchedulerServer;
}

async function startServers(options: EmbeddedAwsOptions, started: Started): Promise<void> {
  const writeLog = options.onLog ?? (() => undefined);
  const folder = options.dataDir === undefined ? undefined : resolve(options.dataDir);
  if (folder !== undefined) mkdirSync(folder, { recursive: true });
  // All are waited for even when one fails, else a late one would never be stopped.
  const results = await Promise.allSettled([
    startSqsServer(folder).then((server) => {
      started.sqs = server;
    }),
    startTableServer({ emulator: options.table, folder, keeper: started.keeper, writeLog }).then(
      (server) => {
        started.table = server;
      },
    ),
    startSchedulerServer(folder, writeLog).then((server) => {
      started.scheduler = server;
    }),
  ]);
  const failed = results.find((result) => result.status === "rejected");
  if (failed !== undefined) throw failed.reason;
}

async function provision(options: EmbeddedAwsOptions, started: Started): Promise<EmbeddedAws> {
  const { keeper, sqs, table, scheduler } = started;
  if (sqs === undefined || table === undefined || scheduler === undefined) {
    throw emulatorError("an emulator that was started is not there");
  }
  const { topology } = options;
  const names = resourceNames(topology, options.stage ?? "local");
  const [queues] = await Promise.all([
    provisionQueues(sqs.endpoint, topology.queues, names.queue),
    provisionTable(table, names.table, topology.table),
    provisionBucket(sqs.endpoint, names.bucket, topology.bucket),
  ]);
  scheduler.addGroup(names.scheduleGroup);
  scheduler.start(sqs.endpoint);
  const resources = toResources(topology.app, names, queues, { sqs, table, scheduler });
  let stopped: Promise<void> | undefined;
  return {
    resources,
    environment: toEnvironment(resources),
    processIds: [keeper.pid, ...(table.pid === undefined ? [] : [table.pid])],
    schedules: () => scheduler.list(),
    stop: () => {
      stopped ??= stopAll(started);
      return stopped;
    },
  };
}

async function stopAll(started: Started): Promise<void> {
  await started.scheduler?.stop();
  await Promise.all([started.sqs?.stop(), started.table?.stop()]);
  await started.keeper.stop();
}

function toResources(
  app: string,
  names: ResourceNames,
  queues: Resources["queues"],
  servers: {
    readonly sqs: SqsServer;
    readonly table: TableServer;
    readonly scheduler: SchedulerServer;
  },
): Resources {
  return {
    app,
    region: REGION,
    queues,
    table: names.table,
    bucket: names.bucket,
    schedules: { group: names.scheduleGroup, roleArn: SCHEDULER_ROLE_ARN },
    endpoints: {
      sqs: servers.sqs.endpoint,
      dynamodb: servers.table.endpoint,
      s3: servers.sqs.endpoint,
      scheduler: servers.scheduler.endpoint,
    },
    credentials: CREDENTIALS,
    tableWrites: servers.table.emulator === "dynoxide" ? "batched" : "single",
  };
}

function toEnvironment(resources: Resources): Readonly<Record<string, string>> {
  const { endpoints = {} } = resources;
  return {
    CELERIAC_RESOURCES: JSON.stringify(resources),
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    // A developer's own session must not be mixed with these credentials.
    AWS_SESSION_TOKEN: "",
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_ENDPOINT_URL_SQS: endpoints.sqs ?? "",
    AWS_ENDPOINT_URL_DYNAMODB: endpoints.dynamodb ?? "",
    AWS_ENDPOINT_URL_S3: endpoints.s3 ?? "",
    AWS_ENDPOINT_URL_SCHEDULER: endpoints.scheduler ?? "",
  };
}
