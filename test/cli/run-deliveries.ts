import { createWorker, type WorkerOptions } from "@celeriac/worker";

/** What a worker on the queue `default` needs. */
export interface DeliveriesOptions extends Omit<WorkerOptions, "queues"> {
  readonly concurrency: number;
}

/** Runs a worker until so many deliveries have ended, and stops it. */
export async function runDeliveries(
  ends: number,
  { engine, concurrency, ...ports }: DeliveriesOptions,
): Promise<void> {
  const ended = Promise.withResolvers<void>();
  let left = ends;
  const worker = createWorker({
    ...ports,
    engine: {
      deliver: async (delivery) => {
        const outcome = await engine.deliver(delivery);
        left -= 1;
        if (left === 0) ended.resolve();
        return outcome;
      },
    },
    queues: [{ name: "default", concurrency, visibilitySeconds: 30, drainMs: 5000 }],
  });
  const running = worker.run();
  await ended.promise;
  await worker.stop();
  await running;
}
