import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nextWidth, type PollSituation, planPoll, widestFor } from "./poll-plan.ts";

const idle: PollSituation = {
  slots: 20,
  free: 20,
  running: 0,
  polls: 0,
  width: 1,
  gathered: false,
};

describe("a poll asks for no more than can be started", () => {
  it("asks for as many as are free, ten at most", () => {
    expect(planPoll({ ...idle, slots: 4, free: 4 })).toEqual({ kind: "poll", max: 4 });
    expect(planPoll(idle)).toEqual({ kind: "poll", max: 10 });
  });

  it("in every situation", () => {
    const situation = fc.record({
      slots: fc.integer({ min: 1, max: 1000 }),
      free: fc.integer({ min: -1000, max: 1000 }),
      running: fc.integer({ min: 0, max: 1000 }),
      polls: fc.integer({ min: 0, max: 100 }),
      width: fc.integer({ min: 1, max: 100 }),
      gathered: fc.boolean(),
    });
    fc.assert(
      fc.property(situation, (each) => {
        const plan = planPoll(each);
        if (plan.kind !== "poll") return;
        expect(plan.max).toBeGreaterThanOrEqual(1);
        expect(plan.max).toBeLessThanOrEqual(Math.min(10, each.free));
        expect(each.polls).toBeLessThan(each.width);
      }),
    );
  });

  it("is not made without a free slot, nor beyond the width", () => {
    expect(planPoll({ ...idle, free: 0, running: 20 })).toEqual({ kind: "none" });
    expect(planPoll({ ...idle, free: 10, polls: 1 })).toEqual({ kind: "none" });
    expect(planPoll({ ...idle, free: 10, polls: 1, width: 2 }).kind).toBe("poll");
  });
});

describe("freed slots are filled together", () => {
  it("few of them wait a moment for more, once", () => {
    const few = { ...idle, free: 3, running: 17 };
    expect(planPoll(few)).toEqual({ kind: "gather" });
    expect(planPoll({ ...few, gathered: true })).toEqual({ kind: "poll", max: 3 });
  });

  it("half of a small queue's slots, or ten, do not wait", () => {
    expect(planPoll({ ...idle, free: 10, running: 10 })).toEqual({ kind: "poll", max: 10 });
    expect(planPoll({ ...idle, slots: 4, free: 2, running: 2 })).toEqual({ kind: "poll", max: 2 });
    expect(planPoll({ ...idle, slots: 1, free: 1 })).toEqual({ kind: "poll", max: 1 });
  });

  it("nothing waits when nothing runs: no slot will be freed", () => {
    expect(planPoll({ ...idle, free: 3 })).toEqual({ kind: "poll", max: 3 });
  });
});

describe("polls under way follow the queue", () => {
  it("one more for each full answer, up to the limit", () => {
    expect(nextWidth(1, 10, 10, 3)).toBe(2);
    expect(nextWidth(3, 10, 10, 3)).toBe(3);
  });

  it("as many as before when an answer is not full", () => {
    expect(nextWidth(2, 10, 4, 3)).toBe(2);
  });

  it("a single one when the queue is empty", () => {
    expect(nextWidth(3, 10, 0, 3)).toBe(1);
  });

  it("never more than the slots could use", () => {
    expect(widestFor(1, 10)).toBe(1);
    expect(widestFor(25, 10)).toBe(3);
    expect(widestFor(1000, 10)).toBe(10);
  });
});
