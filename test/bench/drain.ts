import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { createAwsPorts, systemClock, systemRandom } from "@celeriac/aws";
import { createClient } from "@celeriac/client";
import { parseResources } from "@celeriac/core";
import { createEngine, type Engine } from "@celeriac/engine";
import { createWorker, jsonLogger, type Worker } from "@celeriac/worker";
import { app, tracked, untracked } from "./noop-app.ts";

/**
 * What the library costs on the emulators: enqueueMany, a worker's drain, and the round trip of a lone task, with AWS
 * calls and CPU for each task. The emulators are a process of their own.
 *
 *     node test/bench/drain.ts [tasks]
 */
const count = Number(process.argv[2] ?? 10_000);
const ROUND_TRIPS = 200;

const emulators: ChildProcess = fork(new URL("./emulators.ts", import.meta.url));
const [message] = (await once(emulators, "message")) as [{ environment: Record<string, string> }];
const resources = parseResources(message.environment["CELERIAC_RESOURCES"] ?? "");
const calls = new Map<string, number>();
const aws = createAwsPorts(resources, {
  onCall: (service, operation) => {
    const name = `${service}.${operation}`;
    calls.set(name, (calls.get(name) ?? 0) + 1);
  },
});
const logger = jsonLogger({ service: "bench", level: "silent" });
const ports = { ...aws, clock: systemClock(), random: systemRandom(), logger };
const client = createClient(app, ports);

/** Runs, then says how many a second, and what each cost. */
async function measure(name: string, run: () => Promise<void>): Promise<void> {
  calls.clear();
  const cpuBefore = process.cpuUsage();
  const began = performance.now();
  await run();
  const ms = performance.now() - began;
  const { user, system } = process.cpuUsage(cpuBefore);
  const perTask = [...calls].map(([call, n]) => `${call} ${(n / count).toFixed(3)}`).join(", ");
  const perSecond = Math.round((count / ms) * 1000);
  const cpuUs = Math.round((user + system) / count);
  console.log(`${name}: ${perSecond} tasks/s, ${cpuUs} us CPU a task; ${perTask}`);
}

/** A worker on the real engine; `onEnd` is told of each delivery that has ended. */
function consume(concurrency: number, onEnd: () => void): Worker {
  const engine: Engine = createEngine({
    app,
    handlers: [],
    queues: ["default"],
    host: "bench",
    ports: { ...ports, visibility: aws.receiver },
    senderFor: (context) => client.derive(context),
  });
  const deliver: Engine["deliver"] = async (delivery) => {
    const outcome = await engine.deliver(delivery);
    onEnd();
    return outcome;
  };
  return createWorker({
    engine: { deliver },
    receiver: aws.receiver,
    queues: [{ name: "default", concurrency, visibilitySeconds: 30, drainMs: 1000 }],
    clock: ports.clock,
    random: ports.random,
    logger,
  });
}

for (const task of [tracked, untracked]) {
  await measure(`${task.name}: enqueueMany`, async () => {
    const inputs = Array.from({ length: count }, (_value, n) => ({ n }));
    const outcomes = await client.enqueueMany(task, inputs);
    if (outcomes.some((outcome) => !outcome.ok)) throw new Error("not all were sent");
  });
  let left = count;
  const ended = Promise.withResolvers<void>();
  const worker = consume(200, () => {
    left -= 1;
    if (left === 0) ended.resolve();
  });
  let running = Promise.resolve();
  await measure(`${task.name}: drain`, async () => {
    running = worker.run();
    await ended.promise;
  });
  await worker.stop();
  await running;
}

const worker = consume(10, () => undefined);
const running = worker.run();
const latencies: number[] = [];
for (let n = 0; n < ROUND_TRIPS; n += 1) {
  const start = performance.now();
  await (await client.enqueue(tracked, { n })).result();
  latencies.push(performance.now() - start);
}
latencies.sort((a, b) => a - b);
const percentile = (share: number): string =>
  (latencies[Math.floor((ROUND_TRIPS - 1) * share)] ?? 0).toFixed(1);
console.log(`round trip: p50 ${percentile(0.5)} ms, p95 ${percentile(0.95)} ms`);
await worker.stop();
await running;
await aws.close();
emulators.disconnect();
