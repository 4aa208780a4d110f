import { reportFrom } from "../drain/worker-report.ts";
import { type BullMq, connectionTo } from "./bullmq-api.ts";
import { peerPackage } from "./install-peers.ts";

const CONCURRENCY = 50;

await reportFrom(async (done) => {
  const { Worker } = peerPackage("bullmq") as BullMq;
  const connection = connectionTo(Number(process.env["REDIS_PORT"]));
  const run = async ({ data }: { readonly data: { readonly n: number } }): Promise<number> => {
    done();
    return data.n;
  };
  const worker = new Worker("bench", run, { connection, concurrency: CONCURRENCY });
  await worker.waitUntilReady();
  return async () => {
    await worker.close();
    return {};
  };
});
