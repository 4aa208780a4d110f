import { createAwsPorts, systemClock, systemRandom } from "@celeriac/aws";
import { createClient } from "@celeriac/client";
import { parseResources } from "@celeriac/core";
import { createEngine, type Engine } from "@celeriac/engine";
import { createWorker, jsonLogger } from "@celeriac/worker";
import { app } from "../noop-app.ts";
import { reportFrom } from "./worker-report.ts";

/** The tasks of one process at a time. */
const CONCURRENCY = 200;

/** A worker as `runWorker` makes it, that counts deliveries when they have ended, and its calls. */
await reportFrom(async (done) => {
  const calls: Record<string, number> = {};
  const aws = createAwsPorts(parseResources(process.env["CELERIAC_RESOURCES"] ?? ""), {
    onCall: (service, operation) => {
      const name = `${service}.${operation}`;
      calls[name] = (calls[name] ?? 0) + 1;
    },
  });
  const logger = jsonLogger({ service: "bench", level: "silent" });
  const ports = { ...aws, clock: systemClock(), random: systemRandom(), logger };
  const client = createClient(app, ports);
  const engine: Engine = createEngine({
    app,
    handlers: [],
    queues: ["default"],
    host: "bench-host.example/4711",
    ports: { ...ports, visibility: aws.receiver },
    senderFor: (context) => client.derive(context),
  });
  const worker = createWorker({
    engine: {
      deliver: async (delivery) => {
        const outcome = await engine.deliver(delivery);
        done();
        return outcome;
      },
    },
    receiver: aws.receiver,
    queues: [{ name: "default", concurrency: CONCURRENCY, visibilitySeconds: 30, drainMs: 1000 }],
    ...{ clock: ports.clock, random: ports.random, logger },
  });
  void worker.run();
  return async () => {
    await worker.stop();
    await aws.close();
    return calls;
  };
});
