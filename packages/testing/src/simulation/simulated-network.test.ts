import type { TaskRecord } from "@celeriac/core";
import { describe, expect, it } from "vitest";
import { createMemoryQueues } from "../queues/memory-queues.ts";
import { createMemoryTaskStore } from "../stores/memory-task-store.ts";
import { type CallFaultKind, scriptedFaults } from "./fault-script.ts";
import { createKernel } from "./kernel.ts";
import { createNetwork } from "./simulated-network.ts";
import { bootProcess } from "./simulated-process.ts";

const MS = 5000;
const record = { taskId: "t", state: "STARTED", revision: 1 } as TaskRecord;

/** One insert under one fault: what was answered, whether it is stored, before and after the fault's time. */
async function insertUnder(kind: CallFaultKind | undefined): Promise<{
  readonly answer: () => string;
  readonly stored: () => boolean;
  readonly alive: () => boolean;
  readonly advance: (ms: number) => Promise<void>;
}> {
  const kernel = createKernel({ seed: 3 });
  const store = createMemoryTaskStore({ clock: kernel.clock });
  const faults = scriptedFaults(kind === undefined ? [] : [{ call: 0, kind, ms: MS }]);
  const process = bootProcess({ kernel, name: "p" });
  const port = createNetwork({ kernel, faults }).reach(process, store);
  let answer = "none";
  port.insert(record).then(
    ({ written }) => {
      answer = written ? "written" : "refused by the guard";
    },
    (error: { readonly code: string }) => {
      answer = error.code;
    },
  );
  await kernel.clock.advance(100);
  return {
    answer: () => answer,
    stored: () => store.record("t") !== undefined,
    alive: () => process.alive,
    advance: (ms) => kernel.clock.advance(ms),
  };
}

describe("a call through the simulated network", () => {
  it.each([
    [undefined, "written", true, true],
    ["crash-before", "none", false, false],
    ["crash-after", "none", true, false],
    ["refused", "unreachable", false, true],
    ["unknown", "unreachable", true, true],
    ["late", "unreachable", false, true],
    ["paused-before", "none", false, true],
    ["paused-after", "none", true, true],
  ] as const)(
    "under %s answers %s, is stored: %s, and its process lives: %s",
    async (kind, answer, stored, alive) => {
      const call = await insertUnder(kind);
      expect([call.answer(), call.stored(), call.alive()]).toEqual([answer, stored, alive]);
    },
  );

  it.each([
    ["late", "unreachable"],
    ["paused-before", "written"],
    ["paused-after", "written"],
  ] as const)("under %s is stored in the end, and answers %s", async (kind, answer) => {
    const call = await insertUnder(kind);
    await call.advance(MS + 100);
    expect([call.answer(), call.stored()]).toEqual([answer, true]);
  });

  it("answers a failure where the port answers failures", async () => {
    const kernel = createKernel({ seed: 3 });
    const queues = createMemoryQueues({
      clock: kernel.clock,
      random: kernel.random("queues"),
      queues: { q: {} },
    });
    const faults = scriptedFaults([{ call: 0, kind: "unknown", ms: 0 }]);
    const process = bootProcess({ kernel, name: "p" });
    const sent = createNetwork({ kernel, faults }).reach(process, queues).send("q", { body: "b" });
    await kernel.clock.advance(100);
    expect(await sent).toMatchObject({ ok: false, uncertain: true });
    expect(queues.peek("q")).toHaveLength(1);
  });
});
