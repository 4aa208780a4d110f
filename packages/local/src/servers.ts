import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import type { EmbeddedAwsOptions } from "./embedded-aws-options.ts";
import { type PreparedFunctions, prepareFunctions } from "./lambda/prepare-functions.ts";
import type { ChildKeeper } from "./process/child-keeper.ts";
import type { ServerEndpoints } from "./provision/describe-resources.ts";
import { type SchedulerServer, startSchedulerServer } from "./scheduler/scheduler-server.ts";
import { type SqsServer, startSqsServer } from "./sqs/sqs-server.ts";
import { startTableServer, type TableServer } from "./table/table-server.ts";

/** The emulators, empty, and the functions' code. */
export interface Servers {
  readonly sqs: SqsServer;
  readonly table: TableServer;
  readonly scheduler: SchedulerServer;
  readonly prepared: PreparedFunctions;
  readonly endpoints: ServerEndpoints;
  stop(): Promise<void>;
}

/** Starts everything that needs nothing else, at the same time. When one fails, the others are stopped again. */
export async function startServers(
  options: EmbeddedAwsOptions,
  keeper: ChildKeeper,
): Promise<Servers> {
  const writeLog = options.onLog ?? (() => undefined);
  const folder = options.dataDir === undefined ? undefined : resolve(options.dataDir);
  if (folder !== undefined) mkdirSync(folder, { recursive: true });
  const starts = [
    startSqsServer(folder),
    startTableServer({ emulator: options.table, folder, keeper, writeLog }),
    startSchedulerServer(folder, writeLog),
  ] as const;
  const preparing = prepareFunctions(options.topology, options.functions ?? {}, keeper);
  try {
    const [prepared, sqs, table, scheduler] = await Promise.all([preparing, ...starts]);
    return {
      sqs,
      table,
      scheduler,
      prepared,
      endpoints: {
        sqs: sqs.endpoint,
        dynamodb: table.endpoint,
        s3: sqs.endpoint,
        scheduler: scheduler.endpoint,
      },
      stop: async () => {
        // First what sends to the queues.
        await scheduler.stop();
        await Promise.all([sqs.stop(), table.stop()]);
      },
    };
  } catch (error) {
    await Promise.allSettled([preparing]);
    await stopStarted(starts);
    throw error;
  }
}

/** Waits for all, so that a late one is stopped too. */
async function stopStarted(starts: readonly Promise<{ stop(): Promise<void> }>[]): Promise<void> {
  const results = await Promise.allSettled(starts);
  await Promise.all(
    results.map(async (result) => {
      if (result.status === "fulfilled") await result.value.stop();
    }),
  );
}
