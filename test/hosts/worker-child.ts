/** A worker process for tests of real signals: its engine holds each delivery until it is told to shut down. */
import { systemClock, systemRandom } from "@celeriac/aws";
import type { MessageReceiver } from "@celeriac/core";
import { createMemoryQueues } from "@celeriac/testing/models";
import { createWorker, jsonLogger, runUntilSignalled } from "@celeriac/worker";

const clock = systemClock();
const random = systemRandom();
const logger = jsonLogger({ service: "child" });
const queues = createMemoryQueues({ clock, random, queues: { default: {} } });
const [mode = "quick"] = process.argv.slice(2);

const worker = createWorker({
  engine: {
    deliver: async ({ shutdown }) => {
      logger.info("started");
      if (mode === "crash") queueMicrotask(() => Promise.reject(new Error("nobody caught this")));
      if (mode !== "quick") {
        await new Promise<void>((resolve) => {
          shutdown?.addEventListener("abort", () => resolve(), { once: true });
        });
      }
      return { acknowledge: mode === "quick", result: "succeeded" };
    },
  },
  receiver: queues satisfies MessageReceiver,
  queues: [{ name: "default", concurrency: 1, visibilitySeconds: 30, drainMs: 60_000 }],
  clock,
  random,
  logger,
});

await queues.send("default", { body: "one" });
await runUntilSignalled(worker, { logger });
