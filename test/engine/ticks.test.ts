import { decodeEnvelope, type Envelope, scheduledTaskId } from "@celeriac/core";
import { describe, expect, it } from "vitest";
import type { EngineHarness } from "./engine-harness.ts";
import { setup } from "./scripted-tasks.ts";

const DAY_MS = 86_400_000;

/** What a schedule sends at a tick, so long ago. */
function tickOf(h: EngineHarness, task: string, ageMs = 0): Envelope {
  const tick = Math.floor(h.clock.now()) - ageMs;
  const taskId = scheduledTaskId("nightly", tick);
  return h.envelope(task, { taskId, tick, enqueuedAt: tick });
}

describe("a tick that is fired twice is one task (G10)", () => {
  it.each(["work", "quiet"])(
    "of the task %s, however late the second message comes",
    async (task) => {
      const h = setup();
      const envelope = tickOf(h, task);
      expect(await h.run("default", envelope)).toMatchObject({ result: "succeeded" });
      expect(await h.run("default", envelope)).toMatchObject({ acknowledge: true });
      await h.clock.advance(DAY_MS);
      expect(await h.run("default", envelope)).toMatchObject({ acknowledge: true });
      expect(h.script.runs).toBe(1);
      expect(h.record(envelope.taskId)).toMatchObject({ state: "SUCCESS", attempts: 1 });
    },
  );

  it("while the first one still runs", async () => {
    const started = Promise.withResolvers<void>();
    const end = Promise.withResolvers<string>();
    const h = setup(() => {
      started.resolve();
      return end.promise;
    });
    const envelope = tickOf(h, "quiet");
    await h.send("default", envelope);
    await h.send("default", envelope);
    const first = h.deliver("default", await h.receive("default"));
    await h.clock.turn();
    await started.promise;
    expect(await h.next("default")).toMatchObject({ acknowledge: false, result: "put-back" });
    end.resolve("done");
    expect(await first).toMatchObject({ result: "succeeded" });
    expect(h.script.runs).toBe(1);
  });

  it("and the next tick is another one", async () => {
    const h = setup();
    await h.run("default", tickOf(h, "work"));
    await h.clock.advance(60_000);
    await h.run("default", tickOf(h, "work"));
    expect(h.script.runs).toBe(2);
  });
});

describe("a tick is as old as itself, not as its schedule", () => {
  it("tells the handler its instant, which is recorded as when it was enqueued", async () => {
    const seen: unknown[] = [];
    const h = setup((context) => seen.push(context.tick));
    const envelope = tickOf(h, "work", 3_600_000);
    await h.run("default", envelope);
    await h.run("default", h.envelope("work"));
    expect(seen).toEqual([envelope.tick, undefined]);
    expect(h.record(envelope.taskId).enqueuedAt).toBe(envelope.tick);
  });

  it("is too old only where its record could be gone", async () => {
    const h = setup();
    expect(await h.run("default", tickOf(h, "work", 44 * DAY_MS))).toMatchObject({
      result: "succeeded",
    });
    expect(await h.run("default", tickOf(h, "work", 46 * DAY_MS))).toMatchObject({
      result: "dead-lettered",
    });
    expect(h.script.runs).toBe(1);
  });

  it("keeps its instant in a copy for the dead-letter queue", async () => {
    const h = setup(() => {
      throw new TypeError("no");
    });
    const envelope = tickOf(h, "work");
    await h.run("default", envelope);
    await h.clock.advance(10_000);
    await h.next("default");
    const letter = await h.receive("default-dlq");
    expect(decodeEnvelope(letter.body)).toMatchObject({
      envelope: { taskId: envelope.taskId, tick: envelope.tick, enqueuedAt: envelope.tick },
    });
  });
});
