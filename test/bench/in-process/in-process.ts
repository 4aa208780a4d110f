import { systemClock, systemRandom } from "@celeriac/aws";
import { createClient } from "@celeriac/client";
import { createEngine, type Engine } from "@celeriac/engine";
import {
  createMemoryPayloadStore,
  createMemoryQueues,
  createMemoryScheduleStore,
  createVirtualClock,
} from "@celeriac/testing/models";
import { createWorker, jsonLogger } from "@celeriac/worker";
import { app, tracked, untracked } from "../noop-app.ts";
import { plainPorts } from "./plain-ports.ts";

/**
 * The process in which client, engine and worker run on ports that cost next to nothing: `in-process.ts <task> <tasks>`.
 * Tells how many tasks a second go through all three, and what each costs; a first round is for the compiler.
 */
const [name = "tracked", tasks = "10000"] = process.argv.slice(2);
const task = name === "untracked" ? untracked : tracked;
const count = Number(tasks);
await round(Math.ceil(count / 2));
const cpuBefore = process.cpuUsage();
const began = performance.now();
await round(count);
const ms = performance.now() - began;
const { user, system } = process.cpuUsage(cpuBefore);
process.send?.({ "tasks/s": (count / ms) * 1000, "us CPU/task": (user + system) / count });
process.disconnect();

async function round(of: number): Promise<void> {
  const { sender, receiver, store, records } = plainPorts();
  const clock = systemClock();
  const random = systemRandom();
  const logger = jsonLogger({ service: "bench", level: "silent" });
  const payloads = createMemoryPayloadStore();
  const ports = {
    sender,
    receiver,
    store,
    payloads,
    schedules: noSchedules(),
    clock,
    random,
    logger,
  };
  const client = createClient(app, ports);
  const ended = Promise.withResolvers<void>();
  const engine: Engine = createEngine({
    ...{ app, handlers: [], queues: ["default"], host: "bench-host.example/4711" },
    ports: { ...ports, visibility: receiver },
    senderFor: (context) => client.derive(context),
  });
  let left = of;
  const deliver: Engine["deliver"] = async (delivery) => {
    const outcome = await engine.deliver(delivery);
    left -= 1;
    if (left === 0) ended.resolve();
    return outcome;
  };
  const worker = createWorker({
    ...{ engine: { deliver }, receiver, clock, random, logger },
    queues: [{ name: "default", concurrency: 200, visibilitySeconds: 30, drainMs: 1000 }],
  });
  const running = worker.run();
  const inputs = Array.from({ length: of }, (_none, n) => ({ n }));
  await client.enqueueMany(task, inputs);
  await ended.promise;
  await worker.stop();
  await running;
  const stored = task === tracked ? of : 0;
  if (records.size !== stored) throw new Error(`${records.size} records of ${stored} tasks`);
}

/** No task here has a far eta. */
function noSchedules(): ReturnType<typeof createMemoryScheduleStore> {
  const clock = createVirtualClock();
  const sender = createMemoryQueues({ clock, random: systemRandom(), queues: {} });
  return createMemoryScheduleStore({ clock, sender, queues: [] });
}
