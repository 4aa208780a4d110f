import type { AddressInfo } from "node:net";
import { LOOPBACK, REGION } from "../account.ts";
import { type FauxqsInternals, type FauxqsStores, loadFauxqs } from "./fauxqs-internals.ts";
import { repairFauxqs } from "./sqs-repairs.ts";

/** SQS and S3, answering on one port of the loopback address. */
export interface SqsServer {
  readonly endpoint: string;
  /** Lets every long poll under way answer what it has: nothing. A poll that is cut instead would take a message along. */
  endLongPolls(): void;
  stop(): Promise<void>;
}

/** Starts fauxqs in this process; with a folder, queues and objects survive a restart. */
export async function startSqsServer(folder: string | undefined): Promise<SqsServer> {
  const fauxqs = await loadFauxqs();
  const stores = fauxqs.createStores();
  // Without a host, queue URLs name whatever address the caller used: the one that works.
  stores.sqsStore.host = "";
  const closePersistence = folder === undefined ? undefined : persist(fauxqs, stores, folder);
  const app = fauxqs.buildApp({ logger: false, defaultRegion: REGION, stores });
  repairFauxqs(app, stores.sqsStore, fauxqs);
  await app.listen({ host: LOOPBACK, port: 0 });
  const { port } = app.server.address() as AddressInfo;
  return {
    endpoint: `http://${LOOPBACK}:${port}`,
    endLongPolls: () => stores.sqsStore.shutdown(),
    stop: async () => {
      await app.close();
      closePersistence?.();
    },
  };
}

/** Loads before it attaches: attached stores would write everything back while it is being loaded. */
function persist(fauxqs: FauxqsInternals, stores: FauxqsStores, folder: string): () => void {
  const { sqsStore, snsStore, s3Store } = stores;
  const persistence = fauxqs.createPersistence(folder);
  persistence.load(sqsStore, snsStore, s3Store);
  const manager = persistence as unknown as NonNullable<typeof sqsStore.persistence>;
  sqsStore.persistence = manager;
  snsStore.persistence = manager;
  s3Store.persistence = persistence;
  for (const queue of sqsStore.allQueues()) queue.persistence = manager;
  return () => persistence.close();
}
