import type { WholeRedrive } from "@celeriac/client";
import { describe, expect, it } from "vitest";
import { type ClientHarness, createHarness, type HarnessOptions } from "./client-harness.ts";
import { app, bury, lettersOf, lying, place } from "./dead-letter-fixture.ts";

async function setup(letters: number, options?: HarnessOptions): Promise<ClientHarness> {
  const harness = createHarness(app, options);
  for (let index = 0; index < letters; index += 1) await bury(harness, `t${index}`);
  return harness;
}

const start = (harness: ClientHarness, perSecond?: number): Promise<WholeRedrive> =>
  harness.settle(lettersOf(harness).redriveAll(perSecond === undefined ? {} : { perSecond }));

const withoutMover: HarnessOptions = { ports: () => ({ mover: undefined }) };
const unsupported: HarnessOptions = {
  ports: ({ mover }) => ({
    mover: mover && {
      start: async () => "unsupported",
      newest: async () => ({ kind: "unsupported" }),
      cancel: (queue) => mover.cancel(queue),
    },
  }),
};

describe("the redrive of all dead letters", () => {
  it("is SQS's own move, to the queue that is named, at a rate, and tells its progress", async () => {
    const harness = await setup(25);
    const move = await start(harness, 10);
    expect(move.way).toBe("move");
    expect(await move.progress()).toMatchObject({ state: "running", moved: 0, toMove: 25 });
    await harness.clock.advance(1000);
    expect(await move.progress()).toMatchObject({ state: "running", moved: 10 });
    expect(harness.envelopes()).toHaveLength(10);
    const end = await harness.settle(move.ended());
    expect(end).toEqual({ state: "completed", moved: 25, toMove: 25, failure: undefined });
    expect([lying(harness), harness.envelopes().length]).toEqual([0, 25]);
  });

  it("can be cancelled: what was moved stays moved, the rest stays", async () => {
    const harness = await setup(25);
    const move = await start(harness, 10);
    await harness.clock.advance(1000);
    await move.cancel();
    expect((await move.progress()).state).toBe("cancelling");
    expect(await harness.settle(move.ended())).toMatchObject({ state: "cancelled", moved: 10 });
    await harness.clock.advance(60_000);
    expect([lying(harness), harness.envelopes().length]).toEqual([15, 10]);
  });

  it("asked for twice is one move, which both follow", async () => {
    const harness = await setup(25);
    const moves = [await start(harness, 10), await start(harness)];
    const ends = await harness.settle(Promise.all(moves.map((move) => move.ended())));
    expect(ends.map(({ moved }) => moved)).toEqual([25, 25]);
  });

  it.each(["refuse", "unknown", { lateMs: 3000 }] as const)(
    "whose start has %o for an answer is repeated without harm",
    async (fault) => {
      const harness = await setup(25, {
        faults: {
          mover: (call, index) => (call === "start" && index === 0 ? fault : undefined),
        },
      });
      await expect(start(harness)).rejects.toMatchObject({ code: "unreachable" });
      await harness.clock.advance(500);
      const move = await start(harness);
      await harness.settle(move.ended());
      await harness.clock.advance(10_000);
      expect([lying(harness), harness.envelopes().length]).toEqual([0, 25]);
    },
  );

  it.each([
    ["the client was made without moves", withoutMover],
    ["this SQS knows no moves", unsupported],
  ])("goes letter by letter where %s, to the same end", async (_, options) => {
    const harness = await setup(12, options);
    await harness.record("t3", "SUCCESS");
    await place(harness, { body: "not json" });
    const redrive = await start(harness, 5);
    expect(redrive.way).toBe("letters");
    const { state, moved } = await redrive.progress();
    expect([state, moved < 13]).toEqual(["running", true]);
    const end = await harness.settle(redrive.ended());
    expect(end).toMatchObject({ state: "completed", moved: 13 });
    expect([lying(harness), harness.queues.peek("default").length]).toEqual([0, 12]);
  });

  it("letter by letter can be cancelled, and tells why it failed", async () => {
    const harness = await setup(20, withoutMover);
    const redrive = await start(harness, 1);
    harness.clock.timer(3500, () => void redrive.cancel());
    const end = await harness.settle(redrive.ended());
    expect(end.state).toBe("cancelled");
    expect(end.moved + lying(harness)).toBe(20);
    const broken = await setup(1, {
      ...withoutMover,
      faults: { receiver: (call) => (call === "receive" ? "refuse" : undefined) },
    });
    const failing = await start(broken);
    expect(await broken.settle(failing.ended())).toMatchObject({
      state: "failed",
      failure: expect.stringContaining("ended early, after 0 messages"),
    });
  });

  it.each([0, 501, 1.5, "5"])("is not started at %o a second", async (perSecond) => {
    const harness = await setup(1);
    await expect(lettersOf(harness).redriveAll({ perSecond: perSecond as number })).rejects.toThrow(
      /perSecond is .*: expected a whole number from 1 to 500/,
    );
    expect(lying(harness)).toBe(1);
  });

  it("does not follow a move that goes elsewhere", async () => {
    const harness = await setup(25);
    await harness.ports.mover?.start("default-dlq", "default-dlq", 1);
    await expect(start(harness)).rejects.toMatchObject({ code: "refused" });
  });
});
