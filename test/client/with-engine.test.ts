import { type Client, createClient } from "@celeriac/client";
import { type App, defineApp, defineTask, RejectError, type TaskDefinition } from "@celeriac/core";
import { createEngine, type DeliveryResult, type Engine } from "@celeriac/engine";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { type ClientHarness, createHarness, envelopeOf } from "./client-harness.ts";

const wire = z.object({ n: z.coerce.number<string>() });

const double = defineTask({
  name: "double",
  input: wire,
  output: z.object({ twice: z.number().transform((twice) => `=${twice}`) }),
  run: ({ n }) => ({ twice: 2 * n }),
});

const parent = defineTask({
  name: "parent",
  run: async (_input, ctx) => {
    const child = await ctx.client.enqueue(double, { n: "4" }, { tags: { own: "1" } });
    return child.taskId;
  },
});

interface Host extends ClientHarness {
  /** Fails until its cause is mended. */
  readonly fragile: TaskDefinition<"fragile", string, string, number, number>;
  readonly mood: { broken: boolean };
  readonly engine: Engine;
  /** Receives and delivers everything that is visible. */
  drain(): Promise<DeliveryResult[]>;
}

/** Client and engine on the same model ports. */
function createHost(): Host {
  const mood = { broken: false };
  const fragile = defineTask({
    name: "fragile",
    input: z.string(),
    run: (text) => {
      if (mood.broken) throw new RejectError("out of order");
      return text.length;
    },
  });
  const app: App = defineApp({ name: "shop", tasks: [double, parent, fragile] });
  const harness = createHarness(app);
  const { ports, queues, clock } = harness;
  const client: Client = createClient(app, ports);
  const engine = createEngine({
    app,
    handlers: [],
    host: "host-1",
    ports: { ...ports, visibility: queues },
    senderFor: (context) => client.derive(context),
  });
  const receive = () =>
    queues.receive("default", { max: 10, waitSeconds: 0, visibilitySeconds: 30 });
  return {
    ...harness,
    fragile,
    mood,
    engine,
    drain: async () => {
      const seen: DeliveryResult[] = [];
      for (;;) {
        const messages = await receive();
        if (messages.length === 0) return seen;
        for (const message of messages) {
          const delivery = { queue: "default", message, receivedAt: clock.monotonic() };
          const outcome = await harness.settle(engine.deliver(delivery));
          seen.push(outcome.result);
          if (outcome.acknowledge) await queues.delete("default", message.receiptHandle);
        }
      }
    },
  };
}

describe("a task, from its enqueue to its result", () => {
  it("is parsed once on each side", async () => {
    const host = createHost();
    const handle = await host.client.enqueue(double, { n: "21" });
    expect(await host.drain()).toEqual(["succeeded"]);
    expect(await host.settle(handle.result())).toEqual({ twice: "=42" });
  });

  it("that enqueues another is its parent, and hands its tags and tenant down", async () => {
    const host = createHost();
    const options = { tags: { order: "7" }, tenant: "acme" };
    const handle = await host.client.enqueue(parent, undefined, options);
    await host.drain();
    const childId = await host.settle(handle.result());
    expect(host.stored(childId as string)).toMatchObject({
      state: "SUCCESS",
      parentId: handle.taskId,
      rootId: handle.taskId,
      tags: { order: "7", own: "1" },
      tenant: "acme",
    });
  });

  it("counts its distance from the root once for each generation of tasks", async () => {
    const host = createHost();
    await host.client.enqueue(parent);
    const [message] = await host.queues.receive("default", {
      max: 1,
      waitSeconds: 0,
      visibilitySeconds: 30,
    });
    if (message === undefined) throw new Error("nothing was sent");
    expect(envelopeOf(message.body).hops).toBe(0);
    await host.settle(host.engine.deliver({ queue: "default", message, receivedAt: 0 }));
    expect(host.envelopes().map(({ task, hops }) => [task, hops])).toContainEqual(["double", 1]);
  });
});

describe("a revoked task", () => {
  it("never starts, whichever of its messages comes first", async () => {
    const host = createHost();
    const handle = await host.client.enqueue(double, { n: "1" });
    expect(await handle.revoke()).toBe("revoked");
    const seen = await host.drain();
    expect(seen).toHaveLength(2);
    expect(seen).not.toContain("succeeded");
    expect(await handle.outcome()).toMatchObject({ state: "REVOKED", attempts: 0 });
    expect(host.queues.peek("default")).toEqual([]);
  });

  it("whose eta is far is settled now: by its kick", async () => {
    const host = createHost();
    const handle = await host.client.enqueue(double, { n: "1" }, { delay: "7d" });
    await handle.revoke();
    expect(await host.drain()).toHaveLength(1);
    await host.clock.advance(8 * 86_400_000);
    expect(await host.drain()).toEqual([]);
    expect(await handle.outcome()).toMatchObject({ state: "REVOKED", attempts: 0 });
  });

  it("that had failed does not start when it is redriven", async () => {
    const host = createHost();
    host.mood.broken = true;
    const handle = await host.client.enqueue(host.fragile, "abc");
    await host.drain();
    expect(await handle.outcome()).toMatchObject({ state: "FAILURE" });
    expect(await handle.revoke()).toBe("revoked");
    host.mood.broken = false;
    await host.drain();
    expect(await handle.outcome()).toMatchObject({ state: "REVOKED", generation: 1, attempts: 0 });
    const items = await host.settle(host.client.deadLetters("default").redrive());
    expect(items).toMatchObject([{ taskId: handle.taskId, result: "already-revoked" }]);
  });
});

describe("a dead letter", () => {
  it("runs anew once its cause is mended, and the same handle shows it", async () => {
    const host = createHost();
    host.mood.broken = true;
    const handle = await host.client.enqueue(host.fragile, "abc", { expires: "10s" });
    await host.drain();
    await expect(host.settle(handle.result())).rejects.toMatchObject({
      code: "task-failed",
      details: { reason: "rejected" },
    });
    const letters = host.client.deadLetters("default");
    expect(await host.settle(letters.list())).toMatchObject([
      { taskId: handle.taskId, reason: "rejected", generation: 1, preview: '"abc"' },
    ]);
    host.mood.broken = false;
    await host.clock.advance(3_600_000);
    expect(await host.settle(letters.redrive({ taskIds: [handle.taskId] }))).toMatchObject([
      { result: "redriven", removed: true },
    ]);
    expect(await host.drain()).toEqual(["succeeded"]);
    expect(await host.settle(handle.result())).toBe(3);
    expect(await host.settle(letters.list())).toEqual([]);
  });
});
