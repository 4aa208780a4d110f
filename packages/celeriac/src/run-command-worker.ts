import { pathToFileURL } from "node:url";
import type { WorkerRun } from "@celeriac/cli";

/**
 * Runs a worker in this process: its own module, which is told by the environment what it shall consume, or one of the app
 * alone. Does not return, since a module that started a worker may not wait for it.
 * @throws {CeleriacError} when it cannot start.
 */
export async function runCommandWorker({
  app,
  entry,
  queues,
  concurrency,
}: WorkerRun): Promise<void> {
  if (queues !== undefined) process.env["CELERIAC_QUEUES"] = queues.join();
  if (concurrency !== undefined) process.env["CELERIAC_CONCURRENCY"] = String(concurrency);
  if (entry === undefined) {
    const { runWorker } = await import("./worker.ts");
    await runWorker(app);
  } else {
    await import(pathToFileURL(entry).href);
  }
  await new Promise(() => undefined);
}
