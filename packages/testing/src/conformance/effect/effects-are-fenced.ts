import type { EffectAnswer, EffectGuard } from "@celeriac/core";
import { describe, expect, it } from "vitest";
import {
  type Act,
  act,
  done,
  effectOf,
  type GuardGroup,
  LEASE_OVER_MS,
} from "./guard-under-test.ts";

const never = (): Promise<never> => Promise.reject(new Error("it was performed again"));

/** Whoever has lost an effect changes nothing of it. */
export const effectsAreFenced: GuardGroup = (port) => {
  const guard = (): EffectGuard => port().guard;

  /** Begins an effect as task `a`, which then stands still past its lease. */
  async function paused(key: string): Promise<Act & { readonly running: Promise<EffectAnswer> }> {
    const first = act();
    const running = guard().once(effectOf(key), first.perform);
    await first.begun;
    await port().advance(LEASE_OVER_MS);
    return { ...first, running };
  }

  describe("a holder that stood still past its lease", () => {
    it("does not complete over the next one, which still performs", async () => {
      const a = await paused("wakes");
      const second = act();
      const b = effectOf("wakes", { taskId: "b" });
      const running = guard().once(b, second.perform);
      await second.begun;
      a.end("a");
      expect(await a.running).toEqual({ kind: "lost" });
      expect(await guard().once(effectOf("wakes", { taskId: "c" }), never)).toMatchObject({
        by: "b",
      });
      second.end("b");
      expect(await running).toMatchObject({ kind: "performed", kept: true });
      const last = await guard().once(effectOf("wakes", { taskId: "c" }), never);
      expect(last).toMatchObject({ kind: "repeated", result: { value: "b" } });
    });

    it("does not complete over what the next one did", async () => {
      const a = await paused("late");
      await guard().once(effectOf("late", { taskId: "b" }), done("b"));
      a.end("a");
      expect(await a.running).toEqual({ kind: "lost" });
      const last = await guard().once(effectOf("late", { taskId: "c" }), never);
      expect(last).toMatchObject({ result: { value: "b" }, by: "b" });
    });

    it("neither gives up, nor keeps, nor extends what the next one has", async () => {
      const a = await paused("gives up");
      const second = act();
      const running = guard().once(effectOf("gives up", { taskId: "b" }), second.perform);
      await second.begun;
      a.fail(new Error("no"));
      await expect(a.running).rejects.toThrow("no");
      await guard().release(effectOf("gives up"));
      await guard().reserve(effectOf("gives up"), Number.MAX_SAFE_INTEGER);
      expect(await guard().extend(effectOf("gives up"))).toBe(false);
      const other = await guard().once(effectOf("gives up", { taskId: "c" }), never);
      expect(other).toMatchObject({ kind: "held", by: "b" });
      second.end("b");
      expect(await running).toMatchObject({ kind: "performed", kept: true });
    });

    it("is overtaken by its own task's next attempt, which it cannot take back", async () => {
      const a = await paused("own");
      const second = act();
      const running = guard().once(effectOf("own", { attempt: 2 }), second.perform);
      await second.begun;
      a.end("attempt 1");
      expect(await a.running).toEqual({ kind: "lost" });
      expect(await guard().once(effectOf("own", { owner: "late" }), never)).toEqual({
        kind: "lost",
      });
      second.end("attempt 2");
      expect(await running).toMatchObject({ kind: "performed" });
    });
  });
};

/** Attempts of one task overtake each other in their order only. */
export const attemptsStayInOrder: GuardGroup = (port) => {
  const guard = (): EffectGuard => port().guard;

  describe("an older attempt", () => {
    it("cannot complete what was reserved for the next one", async () => {
      const first = act();
      const running = guard().once(effectOf("reserve"), first.perform);
      await first.begun;
      await guard().reserve(effectOf("reserve"), Number.MAX_SAFE_INTEGER);
      first.end("late");
      expect(await running).toEqual({ kind: "lost" });
      const other = await guard().once(effectOf("reserve", { taskId: "b" }), never);
      expect(other).toMatchObject({ kind: "held", by: "a" });
      const next = await guard().once(effectOf("reserve", { attempt: 2 }), done("second"));
      expect(next).toMatchObject({ kind: "performed" });
    });

    it("cannot take up again what its task has given up", async () => {
      await guard()
        .once(effectOf("given up", { attempt: 2 }), never)
        .catch(() => undefined);
      await guard().release(effectOf("given up", { attempt: 2 }));
      expect(await guard().once(effectOf("given up"), never)).toEqual({ kind: "lost" });
    });

    it("of an older generation gives up nothing of the newer one", async () => {
      await guard()
        .once(effectOf("redriven"), never)
        .catch(() => undefined);
      const newer = effectOf("redriven", { generation: 1 });
      const second = act();
      const running = guard().once(newer, second.perform);
      await second.begun;
      await guard().release(effectOf("redriven"));
      second.end("redriven");
      expect(await running).toMatchObject({ kind: "performed", kept: true });
    });
  });

  it("what has happened is not given up", async () => {
    await guard().once(effectOf("happened"), done("a"));
    await guard().release(effectOf("happened"));
    await guard().reserve(effectOf("happened"), 0);
    const other = await guard().once(effectOf("happened", { taskId: "b" }), never);
    expect(other).toMatchObject({ kind: "repeated", by: "a" });
  });
};
