import { createMemoryApp } from "@celeriac/testing/models";
import { app, tracked } from "./noop-app.ts";

/**
 * What the library alone costs: client, engine and the in-memory ports in one process, with nothing on a wire.
 *
 *     node test/bench/in-process.ts [tasks]
 */
const count = Number(process.argv[2] ?? 10_000);
const ROUNDS = 5;

const { client, drain } = createMemoryApp(app);
for (let round = 0; round < ROUNDS; round += 1) {
  const inputs = Array.from({ length: count }, (_value, n) => ({ n }));
  const cpuBefore = process.cpuUsage();
  const began = performance.now();
  await client.enqueueMany(tracked, inputs);
  const sent = performance.now();
  await drain();
  const drained = performance.now();
  const { user, system } = process.cpuUsage(cpuBefore);
  const rate = (ms: number): number => Math.round((count / ms) * 1000);
  const cpuUs = Math.round((user + system) / count);
  console.log(
    `enqueueMany ${rate(sent - began)} tasks/s, drain ${rate(drained - sent)} tasks/s, ${cpuUs} us CPU a task`,
  );
}
