import { createAwsPorts, createEffectGuard, systemClock, systemRandom } from "@celeriac/aws";
import { type Client, createClient, createSenderFor } from "@celeriac/client";
import { createEngine } from "@celeriac/engine";
import { jsonLogger } from "@celeriac/worker";
import { startEmbeddedAws } from "celeriac/local";
import { type Bill, startMeter } from "./meter.ts";
import { app } from "./metered-app.ts";
import { runDeliveries } from "./run-deliveries.ts";
import { type StoredItem, storedItems } from "./stored-items.ts";

/** Clients and workers on the real adapters, and what each piece of work costs at the meter. */
export interface MeteredSystem {
  /** Enqueues, has a worker run it all to `ends` deliveries, stops that worker, and reads the meter. */
  measure(ends: number, enqueue: (client: Client) => Promise<unknown>): Promise<Bill>;
  /** What lies in the table. */
  items(): Promise<readonly StoredItem[]>;
  stop(): Promise<void>;
}

export async function startMeteredSystem(): Promise<MeteredSystem> {
  const aws = await startEmbeddedAws(app, { functions: {} });
  const meter = await startMeter(aws.resources);
  const adapters = createAwsPorts(meter.resources);
  const [clock, random] = [systemClock(), systemRandom()];
  const logger = jsonLogger({ service: "metered", level: "silent" });
  const ports = { ...adapters, clock, random, logger };
  const client = createClient(app, ports);
  const effects = createEffectGuard({ store: adapters.effectStore, clock, random });
  const engine = createEngine({
    app,
    handlers: [],
    queues: ["default"],
    host: "host-1.example/4711",
    ports: { ...ports, effects, visibility: adapters.receiver },
    senderFor: createSenderFor(app, ports),
  });

  async function measure(ends: number, enqueue: (to: Client) => Promise<unknown>): Promise<Bill> {
    meter.reset();
    await enqueue(client);
    const { receiver } = adapters;
    await runDeliveries(ends, { engine, receiver, concurrency: 100, clock, random, logger });
    return meter.read();
  }

  return {
    measure,
    items: () => storedItems(aws.resources),
    stop: async () => {
      await adapters.close();
      await meter.stop();
      await aws.stop();
    },
  };
}
