import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type EmbeddedAws, startEmbeddedAws } from "celeriac/local";
import { app } from "../app.ts";
import { startWorkerProcess, type WorkerProcess } from "./worker-process.ts";

/** What runs beside the demo: AWS with its Lambda function, and the worker. */
export interface Hosts {
  readonly aws: EmbeddedAws;
  readonly worker: WorkerProcess;
}

/** Starts them; whatever was started is stopped by `cleanup`, also when a later start fails. */
export async function startHosts(cleanup: AsyncDisposableStack, folder: string): Promise<Hosts> {
  const log = createWriteStream(join(folder, "lambda.log"));
  cleanup.defer(() => {
    log.end();
  });
  const aws = await startEmbeddedAws(app, {
    functions: { default: { entry: fileURLToPath(import.meta.resolve("../lambda.ts")) } },
    onLog: ({ source, line }) => log.write(`${source}: ${line}\n`),
  });
  cleanup.defer(() => aws.stop());
  const worker = await startWorkerProcess(aws.environment, join(folder, "worker.log"));
  cleanup.defer(async () => {
    await worker.stop();
  });
  return { aws, worker };
}

/** The processes of these that still run. */
export function alive(processIds: readonly number[]): number[] {
  return processIds.filter((pid) => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  });
}
