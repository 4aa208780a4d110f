import type { Contender } from "../drain/contender.ts";
import { startWorkerPool } from "../drain/worker-pool.ts";
import { type BullMq, connectionTo } from "./bullmq-api.ts";
import { peerPackage } from "./install-peers.ts";
import { startRedis } from "./redis-server.ts";

const WORKER = new URL("./bullmq-worker.ts", import.meta.url);
const BULK = 500;

/** BullMQ on a durable Redis, results kept: workers of 50 jobs at a time, each a process. */
export async function bullMq(processes: number): Promise<Contender> {
  const redis = await startRedis();
  const { Queue } = peerPackage("bullmq") as BullMq;
  return {
    serverPids: [redis.pid],
    fill: async (tasks) => {
      const queue = new Queue("bench", { connection: connectionTo(redis.port) });
      for (let from = 0; from < tasks; from += BULK) {
        const size = Math.min(BULK, tasks - from);
        await queue.addBulk(
          Array.from({ length: size }, (_none, n) => ({ name: "noop", data: { n: from + n } })),
        );
      }
      await queue.close();
    },
    start: () => startWorkerPool(WORKER, processes, { REDIS_PORT: String(redis.port) }),
    stop: () => redis.stop(),
  };
}
