import type { Fault, FaultPlan } from "@celeriac/testing/models";
import { beforeAll, describe, expect, it } from "vitest";
import {
  type EffectHarness,
  GUARDS,
  loadEffectGuard,
  setupEffects,
  untilEnded,
} from "./effect-tasks.ts";

beforeAll(loadEffectGuard);

const inline = (value: unknown): unknown => ({ kind: "inline", value });

/** A process that dies at a call: before it, or after it was applied. From then on nothing of it is heard. */
interface Death {
  readonly call: "insert" | "update";
  readonly port: "effects" | "tasks";
  readonly index: number;
  readonly when: "before" | "after";
}

/** An engine whose process can die and be started again; the handler counts. */
function mortal(guard: (typeof GUARDS)[number], death: Death | "while it runs") {
  let dead = false;
  let died = false;
  const plan =
    (port: Death["port"]): FaultPlan =>
    (call, index): Fault | undefined => {
      if (dead) return "hang";
      if (died || typeof death === "string" || death.port !== port) return undefined;
      if (call !== death.call || index !== death.index) return undefined;
      dead = true;
      died = true;
      return death.when === "before" ? "hang" : "unknown";
    };
  const h = setupEffects(guard, {
    faults: plan("tasks"),
    effectFaults: plan("effects"),
    behaviour: ({ taskId }) => {
      if (death !== "while it runs" || died) return `by ${taskId}`;
      dead = true;
      died = true;
      return new Promise(() => undefined);
    },
  });
  return {
    ...h,
    /** Delivers task a until its process is dead; its lease and its message's invisibility are over then. */
    dieWith: async (): Promise<void> => {
      await h.send("default", h.charge("a"));
      void h.deliver("default", await h.receive("default"));
      await h.clock.advance(40_000);
      expect(dead, "the process has died").toBe(true);
      dead = false;
    },
  };
}

const DEATHS: readonly [string, Death | "while it runs", number][] = [
  ["before the key's claim", { port: "effects", call: "insert", index: 0, when: "before" }, 1],
  ["after the key's claim", { port: "effects", call: "insert", index: 0, when: "after" }, 1],
  ["while it runs", "while it runs", 2],
  ["before the key is done", { port: "effects", call: "update", index: 0, when: "before" }, 2],
  ["after the key is done", { port: "effects", call: "update", index: 0, when: "after" }, 1],
  [
    "before its own end is recorded",
    { port: "tasks", call: "update", index: 0, when: "before" },
    1,
  ],
  ["after its own end is recorded", { port: "tasks", call: "update", index: 0, when: "after" }, 1],
];

describe.each(GUARDS)("a process that dies, with the %s guard", (guard) => {
  it.each(DEATHS)("%s: the task comes back to its effect", async (_when, death, starts) => {
    const h = mortal(guard, death);
    await h.dieWith();
    await untilEnded(h, "a");
    expect(h.record("a")).toMatchObject({ state: "SUCCESS", result: inline("by a") });
    await h.send("default", h.charge("b"));
    await untilEnded(h, "b");
    expect(h.record("b").result).toEqual(inline("by a"));
    expect(h.script.effects).toEqual(Array.from({ length: starts }, () => "a"));
  });

  it.each(DEATHS)(
    "%s: another task of its key ends too, with one result for both",
    async (_when, death) => {
      const h = mortal(guard, death);
      await h.dieWith();
      // The message of the dead one stays away for long.
      const [message] = await h.queues.receive("default", {
        max: 1,
        waitSeconds: 0,
        visibilitySeconds: 3000,
      });
      await h.send("default", h.charge("b"));
      await untilEnded(h, "b");
      expect(message).toBeDefined();
      await untilEnded(h, "a");
      expect(h.record("a").result).toEqual(h.record("b").result);
      expect(h.script.effects.filter((taskId) => taskId === "b").length).toBeLessThanOrEqual(1);
    },
  );

  it("another input is refused while nobody knows how far the dead one came", async () => {
    const h = mortal(guard, "while it runs");
    await h.dieWith();
    await h.queues.receive("default", { max: 1, waitSeconds: 0, visibilitySeconds: 3000 });
    await h.run("default", h.charge("b", "A-1", { cents: 7 }));
    expect(h.record("b")).toMatchObject({
      state: "FAILURE",
      error: { cause: { code: "idempotency-conflict" } },
    });
    expect(h.script.effects).toEqual(["a"]);
  });
});

const CALLS = ["insert", "update", "read"] as const;
const FAULTS: readonly [string, Fault][] = [
  ["refused", "refuse"],
  ["of unknown outcome", "unknown"],
  ["late by 3 s", { lateMs: 3000 }],
];

/** The first task fails once; two more come while it waits. */
async function threeTasks(h: EffectHarness): Promise<void> {
  await h.run("default", h.charge("a"));
  await h.run("default", h.charge("b"));
  for (const taskId of ["a", "b"]) await untilEnded(h, taskId);
  await h.run("default", h.charge("c"));
  await untilEnded(h, "c");
}

describe.each(GUARDS)("calls of the effect store that fail, with the %s guard", (guard) => {
  const failsOnce = ({ attempt }: { attempt: number }): string => {
    if (attempt === 1) throw new TypeError("once");
    return "charged";
  };

  describe.each(FAULTS)("%s", (_name, fault) => {
    it.each(CALLS.flatMap((call) => [0, 1, 2, 3].map((index): [string, number] => [call, index])))(
      "%s %i: one effect, three results",
      async (call, index) => {
        const h = setupEffects(guard, {
          behaviour: failsOnce,
          effectFaults: (name, at) => (name === call && at === index ? fault : undefined),
        });
        await threeTasks(h);
        const results = ["a", "b", "c"].map((taskId) => h.record(taskId).result);
        expect(results).toEqual([inline("charged"), inline("charged"), inline("charged")]);
        expect(h.script.effects).toEqual(["a", "a"]);
      },
    );
  });

  it("none can be claimed for a minute: not an attempt of the task", async () => {
    const until = { at: 0 };
    const h = setupEffects(guard, {
      effectFaults: () => (h.clock.monotonic() < until.at ? "refuse" : undefined),
    });
    until.at = 60_000;
    expect((await h.run("default", h.charge("a"))).result).toBe("snoozed");
    await untilEnded(h, "a");
    const { state, attempts, excused } = h.record("a");
    expect([state, attempts - excused, h.script.effects]).toEqual(["SUCCESS", 1, ["a"]]);
  });

  it("a claim that is granted after the attempt's hard limit starts nothing", async () => {
    const h = setupEffects(guard, {
      effectFaults: (call, index) => (call === "insert" && index < 3 ? "refuse" : undefined),
    });
    const limited = { timeLimitMs: 100 };
    expect((await h.run("default", h.charge("a", "A-1", limited))).result).toBe("retried");
    await h.clock.advance(5000);
    expect(h.effects.effects()).toMatchObject([{ state: "HELD", attempt: 1 }]);
    expect(h.script.effects).toEqual([]);
    await untilEnded(h, "a");
    expect([h.record("a").state, h.script.effects]).toEqual(["SUCCESS", ["a"]]);
  });

  it("a completion of unknown outcome is known again: one attempt, one effect", async () => {
    const h = setupEffects(guard, {
      effectFaults: (call, index) => (call === "update" && index === 0 ? "unknown" : undefined),
    });
    expect((await h.run("default", h.charge("a"))).result).toBe("succeeded");
    expect([h.record("a").attempts, h.script.effects]).toEqual([1, ["a"]]);
  });

  it("a completion that nobody can record: the task has its result, and the log says it", async () => {
    const h = setupEffects(guard, {
      effectFaults: (call) => (call === "update" ? "refuse" : undefined),
    });
    expect((await h.run("default", h.charge("a"))).result).toBe("succeeded");
    expect(h.logger.lines.filter(({ level }) => level === "error")).toMatchObject([
      { message: "the task's idempotency key could not be marked as done" },
    ]);
  });

  it("a hold that cannot be extended ends the attempt before another may begin", async () => {
    const starts: [string, number][] = [];
    const h = setupEffects(guard, {
      effectFaults: (call) => (call === "update" && starts.length === 1 ? "refuse" : undefined),
      behaviour: ({ taskId, signal }) => {
        starts.push([taskId, h.clock.monotonic()]);
        if (starts.length > 1) return `by ${taskId}`;
        return new Promise((_resolve, reject) => {
          signal.addEventListener("abort", () => {
            starts.push(["aborted", h.clock.monotonic()]);
            reject(signal.reason);
          });
        });
      },
    });
    expect((await h.run("default", h.charge("a"))).result).toBe("left");
    await h.run("default", h.charge("b"));
    await untilEnded(h, "b");
    expect(starts.map(([who]) => who).slice(0, 2)).toEqual(["a", "aborted"]);
    expect(starts[1]?.[1]).toBe(30_000);
    expect(starts[2]?.[1]).toBeGreaterThanOrEqual(30_000);
  });
});
