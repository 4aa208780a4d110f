/** As much of BullMQ as the bench calls: it is installed beside the repository, not in it. */
export interface BullMq {
  readonly Queue: new (
    name: string,
    options: { readonly connection: RedisConnection },
  ) => {
    addBulk(
      jobs: readonly { readonly name: string; readonly data: { readonly n: number } }[],
    ): Promise<unknown>;
    close(): Promise<void>;
  };
  readonly Worker: new (
    name: string,
    run: (job: { readonly data: { readonly n: number } }) => Promise<number>,
    options: { readonly connection: RedisConnection; readonly concurrency: number },
  ) => { waitUntilReady(): Promise<unknown>; close(): Promise<void> };
}

interface RedisConnection {
  readonly host: string;
  readonly port: number;
  readonly maxRetriesPerRequest: null;
}

export function connectionTo(port: number): RedisConnection {
  return { host: "127.0.0.1", port, maxRetriesPerRequest: null };
}
