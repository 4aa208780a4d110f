import { describe, expect, it } from "vitest";
import type { EffectRecord } from "./effect-record.ts";
import {
  type EffectClaim,
  heldEffect,
  judgeEffectClaim,
  takenEffectChange,
} from "./judge-effect.ts";

const NOW = 1_000_000;
const claim: EffectClaim = {
  ...{ effectId: "e", taskId: "b", generation: 0, attempt: 1, owner: "token-b", fingerprint: "f" },
  ...{ leaseMs: 30_000, windowMs: 60_000 },
};
const held: EffectRecord = heldEffect({ ...claim, taskId: "a", owner: "token-a" }, NOW);
const kindOf = (
  current: EffectRecord | undefined,
  now = NOW,
  by: Partial<EffectClaim> = {},
): string => judgeEffectClaim(current, { ...claim, ...by }, now).kind;

describe("a claim is judged by what stands there", () => {
  it("starts where nothing is, and knows its own write again", () => {
    expect(kindOf(undefined)).toBe("start");
    expect(kindOf(heldEffect(claim, NOW))).toBe("mine");
  });

  it("waits for a live holder, 5 s longer than its lease", () => {
    const { leaseUntil } = held;
    expect(judgeEffectClaim(held, claim, leaseUntil)).toMatchObject({ kind: "held", waitMs: 5000 });
    expect(kindOf(held, leaseUntil + 4999)).toBe("held");
    expect(kindOf(held, leaseUntil + 5000)).toBe("take");
    expect(kindOf(held, leaseUntil + 5000, { fingerprint: "g" })).toBe("conflict");
    expect(kindOf(held, held.expiresAt + 5000, { fingerprint: "g" })).toBe("take");
  });

  it("is told what happened, until 5 s after the window", () => {
    const done: EffectRecord = { ...held, state: "DONE", leaseUntil: 0 };
    expect(kindOf(done)).toBe("done");
    expect(kindOf(done, NOW, { fingerprint: "g" })).toBe("conflict");
    expect(kindOf(done, done.expiresAt + 4999)).toBe("done");
    expect(kindOf(done, done.expiresAt + 5000)).toBe("take");
    expect(kindOf(done, done.expiresAt + 5000, { taskId: "a" })).toBe("done");
  });

  it.each<[Partial<EffectClaim>, string]>([
    [{ attempt: 2 }, "stale"],
    [{ attempt: 3 }, "stale"],
    [{ attempt: 4 }, "take"],
    [{ attempt: 1, generation: 1 }, "stale"],
    [{ attempt: 1, generation: 3 }, "take"],
  ])("of its own task, attempt %j after the third of generation 2: %s", (fields, kind) => {
    for (const state of ["HELD", "FREE"] as const) {
      const own: EffectRecord = { ...held, state, attempt: 3, generation: 2 };
      expect(kindOf(own, NOW, { taskId: "a", generation: 2, ...fields })).toBe(kind);
    }
  });

  it("takes what is free, whatever its input", () => {
    expect(kindOf({ ...held, state: "FREE" }, NOW, { fingerprint: "g" })).toBe("take");
  });

  it("a window never ends before the lease, and a takeover clears what was answered", () => {
    const change = takenEffectChange({ ...claim, windowMs: 1000 }, NOW);
    expect(change).toMatchObject({
      leaseUntil: NOW + 30_000,
      expiresAt: NOW + 30_000,
      state: "HELD",
    });
    expect("result" in change && change.result === undefined).toBe(true);
    expect("revision" in change || "effectId" in change).toBe(false);
  });
});
