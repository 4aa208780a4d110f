import { describe, expect, it } from "vitest";
import { createMemoryQueues, type MemoryQueues } from "../queues/memory-queues.ts";
import { createKernel, type Kernel } from "./kernel.ts";
import { createMapping, type Sandbox, type SimulatedMapping } from "./simulated-mapping.ts";
import { bootProcess } from "./simulated-process.ts";

type Invoke = Sandbox["invoke"];

const VISIBILITY_MS = 30_000;

interface Setup {
  readonly kernel: Kernel;
  readonly queues: MemoryQueues;
  readonly mapping: SimulatedMapping;
  readonly sandboxes: Sandbox[];
}

async function mappingOf(invoke: Invoke, failedAreVisibleAtOnce = false): Promise<Setup> {
  const kernel = createKernel({ seed: 2 });
  const { clock } = kernel;
  const queues = createMemoryQueues({ clock, random: kernel.random("queues"), queues: { q: {} } });
  const sandboxes: Sandbox[] = [];
  const mapping = createMapping({
    kernel,
    queues,
    queue: "q",
    batchSize: 1,
    visibilitySeconds: VISIBILITY_MS / 1000,
    timeoutMs: 5000,
    concurrency: 2,
    failedAreVisibleAtOnce,
    boot: (index) => {
      const sandbox = { process: bootProcess({ kernel, name: `sandbox-${index}` }), invoke };
      sandboxes.push(sandbox);
      return sandbox;
    },
  });
  await queues.send("q", { body: "a" });
  mapping.start();
  return { kernel, queues, mapping, sandboxes };
}

describe("a simulated event source mapping", () => {
  it("deletes what was not reported as failed", async () => {
    const { kernel, queues } = await mappingOf(async () => ({ batchItemFailures: [] }));
    await kernel.clock.advance(200);
    expect(queues.peek("q")).toEqual([]);
  });

  it.each([true, false])("shows what failed again, at once: %s", async (atOnce) => {
    const counts: number[] = [];
    const { kernel } = await mappingOf(async (messages) => {
      counts.push(...messages.map(({ receiveCount }) => receiveCount));
      const failures = messages.map(({ messageId }) => ({ itemIdentifier: messageId }));
      return { batchItemFailures: failures };
    }, atOnce);
    await kernel.clock.advance(200);
    expect(counts.length > 1).toBe(atOnce);
    await kernel.clock.advance(VISIBILITY_MS);
    expect(counts.length).toBeGreaterThan(1);
  });

  it.each([
    ["a throw", async () => Promise.reject(new Error("broken"))],
    ["a malformed answer", async () => ({ batchItemFailures: "none" })],
    ["an answer with an empty id", async () => ({ batchItemFailures: [{ itemIdentifier: "" }] })],
  ] as const)(
    "takes the whole batch back on %s, when its visibility ends",
    async (_what, invoke) => {
      const { kernel, queues } = await mappingOf(invoke);
      await kernel.clock.advance(200);
      expect(queues.depth("q")).toEqual({ visible: 0, inFlight: 1, delayed: 0 });
    },
  );

  it("kills in mid-batch when the function's time is over, and starts another sandbox", async () => {
    let invocations = 0;
    const { kernel, queues, mapping, sandboxes } = await mappingOf(() => {
      invocations += 1;
      return invocations === 1
        ? new Promise(() => undefined)
        : Promise.resolve({ batchItemFailures: [] });
    });
    await kernel.clock.advance(5200);
    expect([mapping.timeouts, sandboxes[0]?.process.alive]).toEqual([1, false]);
    await kernel.clock.advance(VISIBILITY_MS);
    expect([sandboxes.length, queues.peek("q")]).toEqual([2, []]);
  });

  it("keeps a sandbox warm, frozen between its invocations", async () => {
    const { kernel, queues, sandboxes } = await mappingOf(async () => ({ batchItemFailures: [] }));
    await kernel.clock.advance(200);
    expect(sandboxes[0]?.process.paused).toBe(true);
    await queues.send("q", { body: "b" });
    await kernel.clock.advance(200);
    expect([sandboxes.length, queues.peek("q")]).toEqual([1, []]);
  });

  it("leaves messages that it was throttled for until their visibility ends", async () => {
    const kernel = createKernel({ seed: 2 });
    const queues = createMemoryQueues({
      clock: kernel.clock,
      random: kernel.random("queues"),
      queues: { q: {} },
    });
    await queues.send("q", { body: "a" });
    createMapping({
      kernel,
      queues,
      queue: "q",
      batchSize: 10,
      visibilitySeconds: 30,
      timeoutMs: 5000,
      concurrency: 1,
      failedAreVisibleAtOnce: false,
      throttles: () => 1,
      boot: () => {
        throw new Error("a throttled function starts no sandbox");
      },
    }).start();
    await kernel.clock.advance(40_000);
    expect(queues.peek("q")[0]?.receiveCount).toBe(2);
  });
});
