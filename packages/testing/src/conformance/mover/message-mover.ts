import { deadLetterQueueOf, type MessageMover, type MoveProgress } from "@celeriac/core";
import { describe, expect, it } from "vitest";
import { type QueueSteps, type QueuesUnderTest, queueSteps } from "../queue/queue-under-test.ts";
import { SUITE_TIMEOUT_MS, underTest } from "../under-test.ts";

/** Queues whose messages can be moved. About 10 are needed. */
export interface MoverUnderTest extends QueuesUnderTest {
  readonly mover: MessageMover;
}

/**
 * Tests that moves of messages behave as SQS's move tasks do. Call it where tests are collected.
 * @param run `concurrent` runs tests side by side: for queues whose time is real.
 */
export function testMessageMoverConformance(
  name: string,
  setup: () => Promise<MoverUnderTest>,
  run: { readonly concurrent?: boolean } = {},
): void {
  describe(`${name}: moves of messages`, { timeout: SUITE_TIMEOUT_MS, ...run }, () => {
    const ports = underTest(setup);
    const world = (): World => {
      const steps = queueSteps(ports());
      const queue = steps.ports.freshQueue();
      return { steps, queue, dead: deadLetterQueueOf(queue), mover: ports().mover };
    };
    movesHappen(world);
    movesAreOneAtATime(world);
  });
}

interface World {
  readonly steps: QueueSteps;
  readonly queue: string;
  readonly dead: string;
  readonly mover: MessageMover;
}

async function bury({ steps, dead }: World, count: number): Promise<readonly string[]> {
  const bodies = Array.from({ length: count }, (_, index) => `letter ${index}`);
  for (const body of bodies) await steps.send(dead, { body, attributes: { why: "rejected" } });
  return bodies;
}

async function ended({ steps, dead, mover }: World): Promise<MoveProgress> {
  for (;;) {
    const answer = await mover.newest(dead);
    if (answer.kind !== "move") throw new Error(`no move is to be seen: ${answer.kind}`);
    const { state } = answer.progress;
    if (state !== "running" && state !== "cancelling") return answer.progress;
    await steps.pass(1);
  }
}

function movesHappen(world: () => World): void {
  describe("a move", () => {
    it("takes along what was sent to a dead-letter queue, to the queue that is named, whole", async () => {
      const here = world();
      const bodies = await bury(here, 3);
      expect(await here.mover.start(here.dead, here.queue, undefined)).toBe("started");
      expect(await ended(here)).toMatchObject({ state: "completed", moved: 3, to: here.queue });
      const moved = await here.steps.receiveMany(here.queue, 3);
      expect(moved.map(({ body }) => body).sort()).toEqual([...bodies].sort());
      for (const { attributes } of moved) expect(attributes).toEqual({ why: "rejected" });
      expect(await here.steps.look(here.dead)).toEqual([]);
    });

    it("of nothing completes, and may be followed by another", async () => {
      const here = world();
      expect(await here.mover.newest(here.dead)).toEqual({ kind: "none" });
      await here.mover.start(here.dead, here.queue, undefined);
      expect(await ended(here)).toMatchObject({ state: "completed", moved: 0 });
      await bury(here, 1);
      await here.mover.start(here.dead, here.queue, undefined);
      await ended(here);
      await here.steps.receiveOne(here.queue);
    });

    it("from or to a queue that is not there is an error", async () => {
      const { mover, dead, queue } = world();
      await expect(mover.start(dead, "nowhere", undefined)).rejects.toThrow(/nowhere/);
      await expect(mover.start("nowhere", queue, undefined)).rejects.toThrow(/nowhere/);
    });
  });
}

function movesAreOneAtATime(world: () => World): void {
  describe("a move under way", () => {
    it("is the only one from its queue, and loses nothing when it is cancelled", async () => {
      const here = world();
      const { mover, dead, queue, steps } = here;
      await bury(here, 8);
      await mover.start(dead, queue, 1);
      await expect(mover.start(dead, queue, undefined)).rejects.toMatchObject({ code: "refused" });
      await mover.cancel(dead);
      const { state, moved } = await ended(here);
      expect(["cancelled", "completed"]).toContain(state);
      const found = moved === 0 ? [] : await steps.receiveMany(queue, moved);
      const left = moved === 8 ? [] : await steps.receiveMany(dead, 8 - moved);
      expect(new Set([...found, ...left].map(({ body }) => body)).size).toBe(8);
    });

    it("none being there to cancel is done", async () => {
      const { mover, dead } = world();
      await mover.cancel(dead);
      expect(await mover.newest(dead)).toEqual({ kind: "none" });
    });
  });
}
