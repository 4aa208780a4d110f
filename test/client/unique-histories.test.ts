import { createClient } from "@celeriac/client";
import { isFinal, type TaskHandle } from "@celeriac/core";
import {
  createSeededRandom,
  type Fault,
  type FaultPlan,
  withFaults,
} from "@celeriac/testing/models";
import { describe, expect, it } from "vitest";
import { createUniqueHost, type UniqueHost } from "./unique-host.ts";

const SEEDS = 200;
const CLIENTS = 3;
const STEPS = 25;
const FAULTS: readonly Fault[] = ["refuse", "unknown", "hang", { lateMs: 700 }, { lateMs: 4000 }];

describe("whatever befalls clients and hosts that share a key", () => {
  it("one acknowledged request is under way at a time, and every one ends", {
    timeout: 60_000,
  }, async () => {
    for (let seed = 0; seed < SEEDS; seed += 1) await live(seed);
  });
});

/** One history: enqueues, deliveries and time in seeded order, each call of a port with a fault by chance; then calm. */
async function live(seed: number): Promise<void> {
  const random = createSeededRandom(seed);
  const world = { calm: false };
  const plan: FaultPlan = () =>
    world.calm || random.next() > 0.2
      ? undefined
      : FAULTS[Math.floor(random.next() * FAULTS.length)];
  const host = createUniqueHost({
    engine: ({ locks }) => ({ locks: locks! }),
    faults: {
      locks: (call, index, values) =>
        call === "release" ? releasePlan(plan(call, index, values)) : undefined,
    },
  });
  const { clock, queues, store, locks, ports } = host;
  const clients = Array.from({ length: CLIENTS }, () =>
    createClient(host.app, {
      ...ports,
      sender: withFaults(queues, plan, clock),
      store: withFaults(store, plan, clock),
      locks: withFaults(locks, plan, clock),
    }),
  );
  const acknowledged: TaskHandle<unknown>[] = [];
  let most = 0;
  for (let step = 0; step < STEPS; step += 1) {
    const chance = random.next();
    if (chance < 0.6) {
      const client = clients[Math.floor(random.next() * CLIENTS)]!;
      client.enqueue(host.sync, { account: "a", note: String(step) }).then(
        (handle) => {
          acknowledged.push(handle);
          most = Math.max(most, underWay(host, acknowledged).size);
        },
        () => undefined,
      );
      await clock.turn();
    } else if (chance < 0.8) await host.drain();
    await host.pass(Math.ceil(random.next() * 1000));
  }
  world.calm = true;
  await host.pass(60_000);
  await host.drain();
  const last = await host.settle(host.healthy.enqueue(host.sync, { account: "a" }));
  await host.drain();
  acknowledged.push(last);
  expect(most, `under way at once, seed ${seed}`).toBeLessThanOrEqual(1);
  expect([...underWay(host, acknowledged)], `did not end, seed ${seed}`).toEqual([]);
  expect(host.locks.locks()).toEqual([]);
}

/** A host that dies over a release is another matter: its message would come again. */
function releasePlan(fault: Fault | undefined): Fault | undefined {
  return fault === "hang" ? "refuse" : fault;
}

function underWay(host: UniqueHost, handles: readonly TaskHandle<unknown>[]): Set<string> {
  const open = handles.filter(({ taskId }) => {
    const record = host.store.record(taskId);
    return record === undefined || !isFinal(record.state);
  });
  return new Set(open.map(({ taskId }) => taskId));
}
