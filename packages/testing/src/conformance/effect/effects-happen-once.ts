import type { EffectGuard } from "@celeriac/core";
import { describe, expect, it } from "vitest";
import {
  act,
  done,
  effectOf,
  type GuardGroup,
  LEASE_OVER_MS,
  WINDOW_MS,
} from "./guard-under-test.ts";

const never = (): Promise<never> => Promise.reject(new Error("it was performed again"));

/** Whoever comes second is answered what happened. */
export const effectsHappenOnce: GuardGroup = (port) => {
  const guard = (): EffectGuard => port().guard;

  describe("an effect happens once", () => {
    it("and is answered to every further task of its key", async () => {
      const result = { kind: "inline", value: "first" };
      const first = await guard().once(effectOf("once"), done("first"));
      expect(first).toEqual({ kind: "performed", result, kept: true });
      const again = await guard().once(effectOf("once", { taskId: "b" }), never);
      expect(again).toEqual({ kind: "repeated", result, by: "a" });
    });

    it("with nothing as its answer too", async () => {
      await guard().once(effectOf("nothing"), async () => undefined);
      const again = await guard().once(effectOf("nothing", { taskId: "b" }), never);
      expect(again).toEqual({ kind: "repeated", result: undefined, by: "a" });
    });

    it("of 10 tasks at once", async () => {
      let performed = 0;
      const answers = await Promise.all(
        Array.from({ length: 10 }, (_, n) =>
          guard().once(effectOf("at once", { taskId: `t${n}` }), async () => {
            performed += 1;
            return undefined;
          }),
        ),
      );
      expect(performed).toBe(1);
      expect(answers.filter(({ kind }) => kind === "performed")).toHaveLength(1);
    });

    it("and its window counts from then, however long it took", async () => {
      const long = { leaseMs: 50_000, windowMs: 60_000 };
      const first = act();
      const running = guard().once(effectOf("took long", long), first.perform);
      await first.begun;
      await port().advance(40_000);
      first.end("first");
      await running;
      await port().advance(45_000);
      const again = await guard().once(effectOf("took long", { ...long, taskId: "b" }), never);
      expect(again).toMatchObject({ kind: "repeated", by: "a" });
    });

    it("until its window is over", async () => {
      await guard().once(effectOf("window"), done("first"));
      await port().advance(WINDOW_MS - 60_000);
      const within = await guard().once(effectOf("window", { taskId: "b" }), never);
      expect(within).toMatchObject({ kind: "repeated" });
      await port().advance(120_000);
      const own = await guard().once(effectOf("window", { attempt: 2 }), never);
      expect(own, "whoever did it has its answer still").toMatchObject({ by: "a" });
      const after = await guard().once(effectOf("window", { taskId: "b" }), done("second"));
      expect(after).toMatchObject({ kind: "performed", result: { value: "second" } });
      const next = await guard().once(effectOf("window", { taskId: "c" }), never);
      expect(next, "its own window has begun").toMatchObject({ by: "b" });
    });
  });
};

/** While a task performs an effect, others are kept from it. */
export const heldEffectsAreKept: GuardGroup = (port) => {
  const guard = (): EffectGuard => port().guard;

  describe("while a task is at it", () => {
    it("another one is told by whom, and for how long", async () => {
      const first = act();
      const running = guard().once(effectOf("held"), first.perform);
      await first.begun;
      const other = await guard().once(effectOf("held", { taskId: "b" }), never);
      expect(other).toMatchObject({ kind: "held", by: "a" });
      if (other.kind !== "held") throw new Error("not held");
      expect(other.waitMs).toBeGreaterThan(25_000);
      expect(other.waitMs).toBeLessThanOrEqual(35_000);
      first.end("first");
      expect(await running).toMatchObject({ kind: "performed" });
    });

    it("it is kept by being extended", async () => {
      const first = act();
      const running = guard().once(effectOf("kept"), first.perform);
      await first.begun;
      for (let beat = 0; beat < 3; beat += 1) {
        await port().advance(20_000);
        expect(await guard().extend(effectOf("kept"))).toBe(true);
      }
      const other = await guard().once(effectOf("kept", { taskId: "b" }), never);
      expect(other).toMatchObject({ kind: "held", by: "a" });
      first.end("first");
      expect(await running).toMatchObject({ kind: "performed", kept: true });
      expect(await guard().extend(effectOf("kept")), "a late beat loses nothing").toBe(true);
    });

    it("even past the window", async () => {
      const first = act();
      const short = { windowMs: 1000 };
      const running = guard().once(effectOf("short", short), first.perform);
      await first.begun;
      await port().advance(20_000);
      const other = await guard().once(effectOf("short", { ...short, taskId: "b" }), never);
      expect(other).toMatchObject({ kind: "held" });
      first.end("first");
      await running;
    });
  });
};

/** An effect that failed is its task's own still, until that gives it up or dies. */
export const failuresAreNoEffects: GuardGroup = (port) => {
  const guard = (): EffectGuard => port().guard;

  describe("what is thrown is no effect", () => {
    it.each([
      ["an Error", new TypeError("no")],
      ["a text", "no"],
      ["nothing", undefined],
      [
        "an error that Powertools knows",
        Object.assign(new Error("no"), { name: "IdempotencyInconsistentStateError" }),
      ],
    ])("%s passes as it is, once, and the task still has it", async (what, thrown) => {
      const key = `thrown ${what}`;
      let times = 0;
      const fails = async (): Promise<never> => {
        times += 1;
        throw thrown;
      };
      const caught = await guard()
        .once(effectOf(key), fails)
        .then(
          () => "nothing was thrown",
          (error: unknown) => ({ error }),
        );
      expect(caught).toEqual({ error: thrown });
      expect(times).toBe(1);
      const other = await guard().once(effectOf(key, { taskId: "b" }), never);
      expect(other).toMatchObject({ kind: "held", by: "a" });
      const retry = await guard().once(effectOf(key, { attempt: 2 }), done("second"));
      expect(retry).toMatchObject({ kind: "performed", kept: true });
    });

    it("it is reserved for the task's next attempt, and released for the next task", async () => {
      const effect = effectOf("reserved");
      await guard()
        .once(effect, never)
        .catch(() => undefined);
      const other = effectOf("reserved", { taskId: "b" });
      await guard().release(other);
      expect(await guard().once(other, never), "b holds nothing").toMatchObject({ by: "a" });
      await guard().release(effect);
      await guard().release(effect);
      expect(await guard().once(other, done("b"))).toMatchObject({ kind: "performed" });
    });

    it("a lease that is over leaves it to others with the same input", async () => {
      await guard()
        .once(effectOf("dead"), never)
        .catch(() => undefined);
      await port().advance(LEASE_OVER_MS);
      const differs = effectOf("dead", { taskId: "b", input: { order: "other" } });
      expect(await guard().once(differs, never)).toEqual({ kind: "conflict", by: "a" });
      const same = await guard().once(effectOf("dead", { taskId: "c" }), done("c"));
      expect(same).toMatchObject({ kind: "performed", result: { value: "c" } });
    });
  });
};
