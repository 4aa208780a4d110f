import type { Redriven } from "@celeriac/client";
import { type App, defineApp, defineTask, RejectError } from "@celeriac/core";
import { createEngine } from "@celeriac/engine";
import type { Fault, FaultPlan } from "@celeriac/testing/models";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { type ClientHarness, createHarness } from "./client-harness.ts";

type Port = "sender" | "receiver" | "store" | "payloads";

/** One call that goes wrong: by port and name, and which of them. */
interface Mishap {
  readonly port: Port;
  readonly call: string;
  readonly index: number;
  readonly fault: Fault;
}

/** Every call of a redrive, and how it can go wrong; "hang" is a process that dies before it. */
const FAULTS: readonly Fault[] = ["refuse", "unknown", "hang", { lateMs: 5000 }];
const CALLS: readonly (readonly [Port, string])[] = [
  ["receiver", "receive"],
  ["store", "read"],
  ["payloads", "put"],
  ["sender", "send"],
  ["receiver", "delete"],
  ["receiver", "changeVisibility"],
];
const mishaps: readonly Mishap[] = CALLS.flatMap(([port, call]) =>
  FAULTS.flatMap((fault) => [0, 1].map((index) => ({ port, call, index, fault }))),
);

/** An app whose tasks fail until they are mended, a client whose calls may fail, an engine whose calls do not. */
function createWorld(): ClientHarness & {
  readonly runs: string[];
  /** What goes wrong in the next redrives. */
  plan: readonly Mishap[];
  mended: boolean;
  drain(): Promise<void>;
  redrive(edited: boolean): Promise<readonly Redriven[] | undefined>;
  enqueue(text: string): Promise<string>;
} {
  const runs: string[] = [];
  const state = { plan: [] as readonly Mishap[], mended: false };
  const task = defineTask({
    name: "fragile",
    input: z.string(),
    retry: { maxRetries: 0 },
    run: (text, { taskId, generation }) => {
      if (!state.mended) throw new RejectError("out of order");
      runs.push(`${taskId} ${generation}`);
      return text.length;
    },
  });
  const app: App = defineApp({ name: "shop", tasks: [task] });
  const counts = new Map<string, number>();
  const planOf =
    (port: Port): FaultPlan =>
    (call) => {
      const name = `${port}.${call}`;
      const index = counts.get(name) ?? 0;
      counts.set(name, index + 1);
      return state.plan.find(
        (each) => each.port === port && each.call === call && each.index === index,
      )?.fault;
    };
  const harness = createHarness(app, {
    faults: {
      sender: planOf("sender"),
      receiver: planOf("receiver"),
      store: planOf("store"),
      payloads: planOf("payloads"),
    },
  });
  const { queues, clock, store, payloads } = harness;
  const engine = createEngine({
    app,
    handlers: [],
    host: "host-1",
    ports: { ...harness.ports, sender: queues, visibility: queues, store, payloads },
    senderFor: (context) => harness.client.derive(context),
  });
  return {
    ...harness,
    runs,
    get plan() {
      return state.plan;
    },
    set plan(plan: readonly Mishap[]) {
      state.plan = plan;
      counts.clear();
    },
    get mended() {
      return state.mended;
    },
    set mended(mended: boolean) {
      state.mended = mended;
    },
    drain: async () => {
      const order = { max: 10, waitSeconds: 0, visibilitySeconds: 30 } as const;
      for (;;) {
        const messages = await queues.receive("default", order);
        if (messages.length === 0) return;
        for (const message of messages) {
          const receivedAt = clock.monotonic();
          const delivery = { queue: "default", message, receivedAt };
          const outcome = await harness.settle(engine.deliver(delivery));
          if (outcome.acknowledge) await queues.delete("default", message.receiptHandle);
        }
      }
    },
    redrive: async (edited: boolean) => {
      const input = edited ? { input: "x".repeat(300_000) } : {};
      const redriving = harness.client.deadLetters("default").redrive(input);
      let answer: readonly Redriven[] | undefined;
      redriving.then(
        (items) => {
          answer = items;
        },
        () => undefined,
      );
      // A process that hangs is one that has died: nobody waits for it.
      await clock.advance(100_000);
      return answer;
    },
    enqueue: async (text: string) => (await harness.client.enqueue(task, text)).taskId,
  };
}

async function failTwo(): Promise<[ReturnType<typeof createWorld>, readonly string[]]> {
  const world = createWorld();
  const ids = [await world.enqueue("one"), await world.enqueue("two")];
  await world.drain();
  world.mended = true;
  return [world, ids];
}

describe("a redrive whose calls fail, hang or are applied late", () => {
  it.each([false, true])(
    "is repeated: each task runs once, none is lost (edited: %s)",
    async (edited) => {
      for (const first of mishaps) {
        const [world, ids] = await failTwo();
        world.plan = [first];
        await world.redrive(edited);
        await world.drain();
        world.plan = [];
        await world.redrive(edited);
        await world.drain();
        const what = JSON.stringify(first);
        expect([...world.runs].sort(), what).toEqual(ids.map((id) => `${id} 1`).sort());
        for (const id of ids) {
          expect(world.stored(id), what).toMatchObject({ state: "SUCCESS", generation: 1 });
          expect(world.stored(id).redrives, what).toMatchObject([{ generation: 1, edited }]);
        }
        // What lies there still is a duplicate, which a redrive names as such and does nothing with.
        const rest = await world.redrive(edited);
        for (const item of rest ?? []) expect(item.result, what).toBe("already-succeeded");
        expect(world.envelopes(), what).toEqual([]);
      }
    },
    60_000,
  );

  it("twice, the second time anywhere too, still runs each task once", async () => {
    for (const first of mishaps) {
      for (const second of mishaps.filter(({ index }) => index === 0)) {
        const [world, ids] = await failTwo();
        for (const mishap of [first, second]) {
          world.plan = [mishap];
          await world.redrive(false);
        }
        world.plan = [];
        await world.drain();
        await world.redrive(false);
        await world.drain();
        const what = JSON.stringify([first, second]);
        expect([...world.runs].sort(), what).toEqual(ids.map((id) => `${id} 1`).sort());
      }
    }
  }, 120_000);

  it("that fails again and again raises the generation by one each time it has run, never by its copies", async () => {
    for (const first of mishaps) {
      const [world, ids] = await failTwo();
      world.mended = false;
      world.plan = [first];
      await world.redrive(false);
      await world.drain();
      world.plan = [];
      await world.redrive(false);
      await world.drain();
      for (const id of ids) {
        const { generation, redrives = [] } = world.stored(id);
        expect([1, 2], JSON.stringify(first)).toContain(generation);
        expect(redrives.map((mark) => mark.generation)).toEqual(
          Array.from({ length: generation }, (_, index) => index + 1),
        );
      }
    }
  }, 60_000);
});
