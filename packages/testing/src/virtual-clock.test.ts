import { CeleriacError } from "@celeriac/core";
import { describe, expect, it } from "vitest";
import { createSeededRandom } from "./seeded-random.ts";
import { createVirtualClock } from "./virtual-clock.ts";

describe("a virtual clock stands still until it is told to move", () => {
  it("starts where it is told to, its monotonic time at 0", () => {
    const clock = createVirtualClock({ startAt: 5000 });
    expect([clock.now(), clock.monotonic(), clock.pending]).toEqual([5000, 0, 0]);
  });

  it("moves both times by what it is advanced", async () => {
    const clock = createVirtualClock({ startAt: 5000 });
    await clock.advance(250);
    expect([clock.now(), clock.monotonic()]).toEqual([5250, 250]);
  });

  it("does not run a timer of delay 0 before it is moved", async () => {
    const clock = createVirtualClock();
    let ran = false;
    clock.timer(0, () => {
      ran = true;
    });
    await clock.turn();
    expect(ran).toBe(false);
    await clock.advance(0);
    expect(ran).toBe(true);
  });

  it.each([-1, Number.NaN])("refuses to be advanced by %d", async (ms) => {
    const error: unknown = await createVirtualClock()
      .advance(ms)
      .catch((thrown: unknown) => thrown);
    expect(CeleriacError.is(error, "invalid-options")).toBe(true);
  });

  it("does not go back", async () => {
    const clock = createVirtualClock({ startAt: 5000 });
    await clock.advanceTo(100);
    expect(clock.now()).toBe(5000);
  });
});

describe("what becomes due runs in order, each at its own time", () => {
  it("by time, then by the order it was set", async () => {
    const clock = createVirtualClock({ startAt: 0 });
    const ran: string[] = [];
    for (const [name, at] of [
      ["c", 30],
      ["a", 10],
      ["b1", 20],
      ["b2", 20],
      ["late", 31],
    ] as const) {
      clock.timer(at, () => ran.push(`${name} at ${clock.now()}`));
    }
    await clock.advance(30);
    expect(ran).toEqual(["a at 10", "b1 at 20", "b2 at 20", "c at 30"]);
    expect([clock.pending, clock.nextAt]).toEqual([1, 31]);
  });

  it("timers that timers set too, when they are due in time", async () => {
    const clock = createVirtualClock({ startAt: 0 });
    const ran: number[] = [];
    const again = (): void => {
      ran.push(clock.now());
      clock.timer(10, again);
    };
    clock.timer(10, again);
    await clock.advance(35);
    expect(ran).toEqual([10, 20, 30]);
    expect(clock.now()).toBe(35);
  });

  it("what a timer promises happens before the next timer, however long the chain", async () => {
    const clock = createVirtualClock();
    const ran: string[] = [];
    const chain = async (): Promise<void> => {
      await clock.sleep(10);
      for (let link = 0; link < 5000; link += 1) await Promise.resolve();
      ran.push("chain");
    };
    const chained = chain();
    clock.timer(11, () => ran.push("next"));
    await clock.advance(11);
    await chained;
    expect(ran).toEqual(["chain", "next"]);
  });

  it("a cancelled timer does not run", async () => {
    const clock = createVirtualClock();
    const ran: string[] = [];
    const cancel = clock.timer(10, () => ran.push("cancelled"));
    clock.timer(10, () => ran.push("kept"));
    cancel();
    cancel();
    expect(clock.pending).toBe(1);
    await clock.advance(10);
    expect(ran).toEqual(["kept"]);
    cancel();
    expect(clock.pending).toBe(0);
  });

  it("timers of one instant are shuffled by seed when that is asked for", async () => {
    const order = async (seed: number): Promise<string> => {
      const clock = createVirtualClock({ ties: createSeededRandom(seed) });
      const ran: number[] = [];
      for (let index = 0; index < 8; index += 1) clock.timer(5, () => ran.push(index));
      await clock.advance(5);
      return ran.join("");
    };
    expect(await order(1)).toBe(await order(1));
    expect(await order(1)).not.toBe("01234567");
    expect(await order(1)).not.toBe(await order(2));
  });
});

describe("a sleep ends in time, or when its signal aborts", () => {
  it("in time", async () => {
    const clock = createVirtualClock();
    const slept = clock.sleep(100);
    await clock.advance(100);
    await expect(slept).resolves.toBeUndefined();
  });

  it("when its signal aborts, and its timer is gone", async () => {
    const clock = createVirtualClock();
    const ended = new AbortController();
    const slept = clock.sleep(100, ended.signal);
    ended.abort();
    await expect(slept).resolves.toBeUndefined();
    expect(clock.pending).toBe(0);
  });

  it("at once when its signal has aborted", async () => {
    const clock = createVirtualClock();
    await expect(clock.sleep(100, AbortSignal.abort())).resolves.toBeUndefined();
    expect(clock.pending).toBe(0);
  });
});

describe("time can be run until something holds", () => {
  it("stops at the timer that made it hold", async () => {
    const clock = createVirtualClock({ startAt: 0 });
    let count = 0;
    for (const at of [10, 20, 30]) clock.timer(at, () => (count += 1));
    await clock.drainUntil(() => count === 2);
    expect(clock.now()).toBe(20);
  });

  it.each([
    ["nothing is left to happen", undefined],
    ["the limit is reached", 100],
  ])("throws when %s", async (_why, limitMs) => {
    const clock = createVirtualClock();
    if (limitMs !== undefined) clock.timer(101, () => undefined);
    const drained = clock.drainUntil(() => false, limitMs);
    const error: unknown = await drained.catch((thrown: unknown) => thrown);
    expect(CeleriacError.is(error, "call-timeout")).toBe(true);
  });

  it("goes timer by timer on request, and says when there is none", async () => {
    const clock = createVirtualClock({ startAt: 0 });
    clock.timer(7, () => undefined);
    expect([await clock.advanceToNext(), clock.now()]).toEqual([true, 7]);
    expect([await clock.advanceToNext(), clock.now()]).toEqual([false, 7]);
  });

  it("waits between timers for what the injected turn waits for", async () => {
    const turns: number[] = [];
    const clock = createVirtualClock({
      startAt: 0,
      turn: async () => void turns.push(clock.now()),
    });
    clock.timer(5, () => undefined);
    await clock.advance(9);
    expect(turns).toEqual([0, 5]);
  });
});
