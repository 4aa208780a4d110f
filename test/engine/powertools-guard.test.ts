import { createHash } from "node:crypto";
import { createEffectGuard } from "@celeriac/aws";
import type { Effect, EffectAnswer, EffectGuard, EffectRecord, Payload } from "@celeriac/core";
import { testEffectGuardConformance } from "@celeriac/testing/conformance";
import {
  createMemoryEffectStore,
  createSeededRandom,
  createVirtualClock,
  type FaultPlan,
  type MemoryEffectStore,
  type VirtualClock,
  withFaults,
} from "@celeriac/testing/models";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { loadEffectGuard } from "./effect-tasks.ts";

beforeAll(loadEffectGuard);

testEffectGuardConformance("Powertools on the model of the store", async () => {
  const { guard, clock } = setup();
  return { guard, advance: (ms) => clock.advance(ms), close: async () => undefined };
});

interface Setup {
  readonly guard: EffectGuard;
  readonly clock: VirtualClock;
  readonly store: MemoryEffectStore;
}

function setup(plan: FaultPlan = () => undefined): Setup {
  const clock = createVirtualClock();
  const store = createMemoryEffectStore();
  const random = createSeededRandom(1);
  const guard = createEffectGuard({ store: withFaults(store, plan, clock), clock, random });
  return { guard, clock, store };
}

const effect = (fields: Partial<Effect> = {}): Effect => ({
  ...{ task: "charge", key: "A-1", input: { order: "A-1" }, taskId: "a", generation: 0 },
  ...{ attempt: 1, owner: "owner-a", leaseMs: 30_000, windowMs: 3_600_000 },
  ...fields,
});
const done = async (): Promise<Payload> => ({ kind: "inline", value: "done" });

describe("what Powertools 2.35 does otherwise does not reach a task", () => {
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  });

  it("its shared configuration: two tasks at once complete their own keys", async () => {
    const { guard, store } = setup();
    const release = Promise.withResolvers<Payload>();
    const first = guard.once(effect({ task: "a" }), () => release.promise);
    await guard.once(effect({ task: "b", taskId: "b" }), done);
    release.resolve({ kind: "inline", value: "late" });
    await first;
    const states = store.effects().map(({ effectId, state }) => [effectId.split("#")[0], state]);
    expect(states).toEqual([
      ["a", "DONE"],
      ["b", "DONE"],
    ]);
  });

  it("the function's name in the key: both hosts share one key space", async () => {
    const ids: (string | undefined)[] = [];
    for (const name of ["charge-function", ""]) {
      vi.stubEnv("AWS_LAMBDA_FUNCTION_NAME", name);
      const { guard, store } = setup();
      await guard.once(effect(), done);
      ids.push(store.effects()[0]?.effectId);
    }
    const hash = createHash("sha256").update('"A-1"').digest("base64");
    expect(ids).toEqual([`charge#${hash}`, `charge#${hash}`]);
  });

  it("its switch in the environment: the promise holds all the same", async () => {
    vi.stubEnv("POWERTOOLS_IDEMPOTENCY_DISABLED", "true");
    const { guard } = setup();
    await guard.once(effect(), done);
    const again = await guard.once(effect({ taskId: "b" }), done);
    expect(again).toMatchObject({ kind: "repeated" });
  });

  it("no lease without a Lambda context: there is one on every host, and no warning", async () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);
    const { guard, store, clock } = setup();
    let held: EffectRecord | undefined;
    await guard.once(effect(), async () => {
      [held] = store.effects();
      return undefined;
    });
    expect(held).toMatchObject({ state: "HELD", leaseUntil: clock.now() + 30_000 });
    expect(warn).not.toHaveBeenCalled();
  });

  it("the process's own clock: leases and windows go by the port's", async () => {
    const { guard, clock } = setup();
    expect(Math.abs(Date.now() - clock.now())).toBeGreaterThan(86_400_000);
    await guard.once(effect(), done);
    expect(await guard.once(effect({ taskId: "b" }), done)).toMatchObject({ kind: "repeated" });
    await clock.advance(3_700_000);
    expect(await guard.once(effect({ taskId: "b" }), done)).toMatchObject({ kind: "performed" });
  });

  it("a delete of what threw: the effect stays its task's", async () => {
    const { guard, store } = setup();
    const failing = guard.once(effect(), () => Promise.reject(new Error("no")));
    await expect(failing).rejects.toThrow("no");
    expect(store.effects()).toMatchObject([{ state: "HELD", owner: "owner-a" }]);
  });

  it("an error for work in progress: it is an answer that says by whom and how long", async () => {
    const { guard } = setup();
    await guard.once(effect(), () => Promise.reject(new Error("no"))).catch(() => undefined);
    const other = await guard.once(effect({ taskId: "b" }), done);
    expect(other).toEqual({ kind: "held", by: "a", waitMs: 35_000 });
  });

  it("a result lost with the write that records it: it is answered, and that it was not kept", async () => {
    const { guard, clock } = setup((call) => (call === "update" ? "refuse" : undefined));
    let answer: EffectAnswer | undefined;
    void guard.once(effect(), done).then((given) => {
      answer = given;
    });
    await clock.drainUntil(() => answer !== undefined);
    expect(answer).toMatchObject({
      kind: "performed",
      result: { value: "done" },
      kept: false,
      error: { code: "unreachable" },
    });
  });

  it("MD5 of what users give: keys and inputs are told apart by SHA-256, and neither is stored", async () => {
    const { guard, store } = setup();
    await guard.once(effect({ key: "jane@example.org", input: { card: "4242" } }), done);
    const [stored] = store.effects();
    expect(stored?.fingerprint).toHaveLength(44);
    expect(JSON.stringify(stored)).not.toMatch(/jane|4242/);
  });
});
