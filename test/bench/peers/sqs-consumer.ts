import { parseResources } from "@celeriac/core";
import { fillQueue } from "../drain/celeriac.ts";
import type { Contender } from "../drain/contender.ts";
import { startWorkerPool } from "../drain/worker-pool.ts";
import { startBenchServers } from "../servers/bench-servers.ts";

const WORKER = new URL("./sqs-consumer-worker.ts", import.meta.url);

/** sqs-consumer on the same SQS: it keeps nothing. `message`: a handler for each; `batch`: one for ten. */
export async function sqsConsumer(
  handler: "message" | "batch",
  processes: number,
): Promise<Contender> {
  const servers = await startBenchServers();
  const resources = parseResources(servers.environment["CELERIAC_RESOURCES"] ?? "");
  const environment = {
    ...servers.environment,
    QUEUE_URL: resources.queues["default"]?.url ?? "",
    HANDLER: handler,
  };
  return {
    serverPids: servers.pids,
    fill: (tasks) => fillQueue(servers.environment, "tracked", tasks),
    start: () => startWorkerPool(WORKER, processes, environment),
    stop: () => servers.stop(),
  };
}
