import { parseResources } from "@celeriac/core";
import { createClient } from "celeriac/client";
import { app, tracked, untracked } from "../noop-app.ts";
import { type BenchServersOptions, startBenchServers } from "../servers/bench-servers.ts";
import type { Contender } from "./contender.ts";
import { startWorkerPool } from "./worker-pool.ts";

const WORKER = new URL("./celeriac-worker.ts", import.meta.url);

export interface CeleriacDrain extends BenchServersOptions {
  readonly task: "tracked" | "untracked";
  /** Worker processes. */
  readonly processes: number;
}

/** Celeriac's worker on the embedded AWS. */
export async function celeriac(options: CeleriacDrain): Promise<Contender> {
  const servers = await startBenchServers(options);
  const { environment } = servers;
  return {
    serverPids: servers.pids,
    fill: (tasks) => fillQueue(environment, options.task, tasks),
    start: () => startWorkerPool(WORKER, options.processes, environment),
    stop: () => servers.stop(),
  };
}

/** @throws when not every task was sent. */
export async function fillQueue(
  environment: Readonly<Record<string, string>>,
  task: "tracked" | "untracked" | "onLambda",
  count: number,
): Promise<void> {
  const resources = parseResources(environment["CELERIAC_RESOURCES"] ?? "");
  const client = createClient(app, { resources });
  const inputs = Array.from({ length: count }, (_none, n) => ({ n }));
  const outcomes =
    task === "untracked"
      ? await client.enqueueMany(untracked, inputs)
      : await client.enqueueMany(tracked, inputs, task === "onLambda" ? { queue: "fn" } : {});
  await client.close();
  for (const outcome of outcomes) if (!outcome.ok) throw outcome.error;
}
