import { beforeAll, describe, expect, it } from "vitest";
import { GUARDS, loadEffectGuard, setupEffects, untilEnded } from "./effect-tasks.ts";
import { revoke } from "./scripted-tasks.ts";

beforeAll(loadEffectGuard);

const inline = (value: unknown): unknown => ({ kind: "inline", value });
const never = (): Promise<never> => new Promise(() => undefined);
const byTask = { behaviour: ({ taskId }: { taskId: string }) => `by ${taskId}` };

describe.each(GUARDS)("one key, one effect, by the %s guard", (guard) => {
  it("two tasks: the handler runs once, and both have its result", async () => {
    const h = setupEffects(guard, byTask);
    expect((await h.run("default", h.charge("a"))).result).toBe("succeeded");
    expect((await h.run("default", h.charge("b"))).result).toBe("succeeded");
    expect(h.script.effects).toEqual(["a"]);
    expect([h.record("a").result, h.record("b").result]).toEqual([inline("by a"), inline("by a")]);
  });

  it("another key is another effect", async () => {
    const h = setupEffects(guard, byTask);
    await h.run("default", h.charge("a", "A-1"));
    await h.run("default", h.charge("b", "A-2"));
    expect(h.script.effects).toEqual(["a", "b"]);
  });

  it("a task waits while the first one runs, which is not an attempt, then has its result", async () => {
    const h = setupEffects(guard, {
      behaviour: async ({ taskId }) => {
        await h.clock.sleep(100_000);
        return `by ${taskId}`;
      },
    });
    await h.send("default", h.charge("a"));
    const first = h.deliver("default", await h.receive("default"));
    await h.clock.advance(1000);
    expect((await h.run("default", h.charge("b"))).result).toBe("snoozed");
    expect(h.record("b")).toMatchObject({ state: "RETRY", attempts: 1, excused: 1 });
    expect(h.record("b").error?.message).toContain("task a has the same idempotency key");
    await h.clock.advance(60_000);
    expect((await h.next("default")).result, "the heartbeat extends the hold").toBe("snoozed");
    await h.clock.advance(60_000);
    expect((await first).result).toBe("succeeded");
    await untilEnded(h, "b");
    expect(h.script.effects).toEqual(["a"]);
    expect(h.record("b").result).toEqual(inline("by a"));
  });

  it("it gives up after a quarter of an hour or the window, when the first one never ends", async () => {
    const h = setupEffects(guard, { window: "2s", behaviour: never });
    await h.send("default", h.charge("a"));
    void h.deliver("default", await h.receive("default"));
    await h.run("default", h.charge("b"));
    for (let n = 0; n < 60 && h.record("b").state === "RETRY"; n += 1) {
      await h.clock.advance(31_000);
      if (h.queues.depth("default").visible > 0) await h.next("default");
    }
    expect(h.record("b")).toMatchObject({ state: "FAILURE", reason: "rejected" });
    expect(h.record("b").error?.message).toContain("task a");
    expect(h.script.effects).toEqual(["a"]);
  });

  it("`reject`: a repeat ends as a refusal that names the first, also while that one runs", async () => {
    const h = setupEffects(guard, {
      onRepeat: "reject",
      behaviour: () => h.clock.sleep(20_000),
    });
    await h.send("default", h.charge("a"));
    const first = h.deliver("default", await h.receive("default"));
    await h.clock.advance(1000);
    expect((await h.run("default", h.charge("b"))).result).toBe("failed");
    await h.clock.advance(30_000);
    expect((await first).result).toBe("succeeded");
    expect((await h.run("default", h.charge("c"))).result).toBe("failed");
    for (const taskId of ["b", "c"]) {
      expect(h.record(taskId)).toMatchObject({
        state: "FAILURE",
        reason: "rejected",
        error: { cause: { code: "idempotency-repeated" } },
      });
      expect(h.record(taskId).error?.message).toContain("task a has the same idempotency key");
    }
    expect(h.script.effects).toEqual(["a"]);
  });

  it("`reject` does not reject the task that did it, when it comes back for its result", async () => {
    let dead = false;
    const h = setupEffects(guard, {
      onRepeat: "reject",
      faults: (call) => (dead && call === "update" ? "refuse" : undefined),
      behaviour: () => {
        dead = true;
        return "charged";
      },
    });
    expect((await h.run("default", h.charge("a"))).result).toBe("left");
    dead = false;
    await h.clock.advance(60_000);
    await untilEnded(h, "a");
    expect([h.record("a").result, h.script.effects]).toEqual([inline("charged"), ["a"]]);
  });

  it("another input under the key is refused: the error names the task, never the input", async () => {
    const h = setupEffects(guard);
    await h.run("default", h.charge("a", "A-secret"));
    await h.run("default", h.charge("b", "A-secret", { cents: 987_654 }));
    expect(h.record("b")).toMatchObject({
      state: "FAILURE",
      reason: "rejected",
      error: { cause: { code: "idempotency-conflict" } },
    });
    const { error } = h.record("b");
    expect(error?.message).toContain("task a");
    expect(JSON.stringify(error)).not.toMatch(/secret|987654/);
    expect(h.script.effects).toEqual(["a"]);
  });

  it("its own retry comes back to the effect; others wait until then", async () => {
    const h = setupEffects(guard, {
      behaviour: ({ attempt }) => {
        if (attempt === 1) throw new TypeError("once");
        return "charged";
      },
    });
    expect((await h.run("default", h.charge("a"))).result).toBe("retried");
    expect((await h.run("default", h.charge("b"))).result).toBe("snoozed");
    await untilEnded(h, "a");
    await untilEnded(h, "b");
    expect(h.script.effects).toEqual(["a", "a"]);
    expect(h.record("b").result).toEqual(inline("charged"));
  });

  it("a failure gives the key up: the next may try, and a redrive has what that one did", async () => {
    const h = setupEffects(guard, {
      behaviour: ({ taskId }) => {
        if (taskId === "a") throw new TypeError("no");
        return `by ${taskId}`;
      },
    });
    await h.run("default", h.charge("a"));
    await untilEnded(h, "a");
    expect(h.record("a").state).toBe("FAILURE");
    expect((await h.run("default", h.charge("b"))).result).toBe("succeeded");
    expect(h.script.effects).toEqual(["a", "a", "b"]);
    await h.run("default", h.charge("a", "A-1", { generation: 1 }));
    expect(h.record("a")).toMatchObject({ state: "SUCCESS", result: inline("by b") });
    expect(h.script.effects).toEqual(["a", "a", "b"]);
  });

  it("so does a revoke, of a running task and of one that waits for its retry", async () => {
    const h = setupEffects(guard, {
      behaviour: ({ taskId, signal }) => {
        if (taskId === "b") throw new TypeError("no");
        if (taskId === "c") return "charged";
        return new Promise((_resolve, reject) => {
          signal.addEventListener("abort", () => reject(signal.reason));
        });
      },
    });
    h.clock.timer(5000, () => void revoke(h, "a"));
    expect((await h.run("default", h.charge("a"))).result).toBe("revoked");
    expect((await h.run("default", h.charge("b"))).result).toBe("retried");
    await revoke(h, "b");
    await h.run("default", h.charge("b"));
    expect((await h.run("default", h.charge("c"))).result).toBe("succeeded");
    expect(h.script.effects).toEqual(["a", "b", "c"]);
  });

  it("a handler that goes on past its hard limit completes nothing", async () => {
    const h = setupEffects(guard, {
      behaviour: async ({ attempt }) => {
        if (attempt === 1) await h.clock.sleep(7000);
        return `attempt ${attempt}`;
      },
    });
    const limited = { timeLimitMs: 5000 };
    expect((await h.run("default", h.charge("a", "A-1", limited))).result).toBe("retried");
    await h.clock.advance(5000);
    expect(h.effects.effects()).toMatchObject([{ state: "HELD", taskId: "a" }]);
    await untilEnded(h, "a");
    expect(h.record("a").result).toEqual(inline("attempt 2"));
    expect((await h.run("default", h.charge("b"))).result).toBe("succeeded");
    expect(h.record("b").result).toEqual(inline("attempt 2"));
  });

  it("is forgotten after the window", async () => {
    const h = setupEffects(guard, { ...byTask, window: "1h" });
    await h.run("default", h.charge("a"));
    await h.clock.advance(3_590_000);
    await h.run("default", h.charge("b"));
    expect(h.record("b").result).toEqual(inline("by a"));
    await h.clock.advance(30_000);
    await h.run("default", h.charge("c", "A-1", { cents: 5 }));
    expect(h.record("c").result).toEqual(inline("by c"));
  });

  it("a large result is stored for each task under its own name", async () => {
    const h = setupEffects(guard, { behaviour: () => "x".repeat(40_000) });
    await h.run("default", h.charge("a"));
    await h.run("default", h.charge("b"));
    const { result } = h.record("b");
    expect(result).toMatchObject({ kind: "stored", bytes: 40_002 });
    if (result?.kind !== "stored") throw new Error("not stored");
    expect(result.key).toMatch(/^results\/b\//);
    expect(await h.payloads.get(result.key)).toBe(`"${"x".repeat(40_000)}"`);
  });

  it("a large result that was deleted is told as that: the effect does not happen again", async () => {
    const h = setupEffects(guard, { behaviour: () => "x".repeat(40_000) });
    await h.run("default", h.charge("a"));
    for (const key of h.payloads.keys()) await h.payloads.delete(key);
    await h.run("default", h.charge("b"));
    expect(h.record("b")).toMatchObject({
      state: "FAILURE",
      error: { cause: { code: "payload-missing" } },
    });
    expect(h.script.effects).toEqual(["a"]);
  });

  it("an output that its schema or JSON refuses is no effect", async () => {
    const h = setupEffects(guard, { behaviour: ({ taskId }) => (taskId === "a" ? 1n : "good") });
    await h.run("default", h.charge("a"));
    expect(h.record("a")).toMatchObject({ state: "FAILURE", reason: "invalid-output" });
    await h.run("default", h.charge("b"));
    expect(h.record("b")).toMatchObject({ state: "SUCCESS", result: inline("good") });
  });
});
