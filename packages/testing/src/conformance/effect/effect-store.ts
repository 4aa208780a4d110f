import type { EffectRecord, EffectStore } from "@celeriac/core";
import { describe, expect, it } from "vitest";
import { everyKindOfText } from "../every-text.ts";
import { SUITE_TIMEOUT_MS, underTest } from "../under-test.ts";

/** An effect store to be tested. */
export interface EffectStoreUnderTest {
  readonly effectStore: EffectStore;
  readonly close: () => Promise<void>;
}

const WRITTEN = { written: true };

function held(effectId: string, fields: Partial<EffectRecord> = {}): EffectRecord {
  return {
    ...{ effectId, state: "HELD", revision: 1, taskId: "task-1", generation: 0, attempt: 1 },
    ...{ owner: "owner-1", fingerprint: "f", leaseUntil: 1000, expiresAt: 2000 },
    ...fields,
  };
}

/** Tests that an effect store writes conditionally, whole, and answers what stands there when it refuses. */
export function testEffectStoreConformance(
  name: string,
  setup: () => Promise<EffectStoreUnderTest>,
): void {
  describe(`${name}: effect store`, { timeout: SUITE_TIMEOUT_MS }, () => {
    const port = underTest(setup);
    recordsAreInserted(() => port().effectStore);
    guardsHold(() => port().effectStore);
    fieldsSurvive(() => port().effectStore);
  });
}

function recordsAreInserted(store: () => EffectStore): void {
  it("inserts where nothing is, and answers what stands there where something is", async () => {
    const first = held("inserted");
    expect(await store().read("inserted")).toBeUndefined();
    expect(await store().insert(first)).toEqual(WRITTEN);
    const second = await store().insert(held("inserted", { owner: "owner-2" }));
    expect(second).toEqual({ written: false, current: first });
    expect(await store().read("inserted")).toEqual(first);
  });

  it("of 20 inserts at once grants one", async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => store().insert(held("raced", { owner: `owner-${n}` }))),
    );
    expect(answers.filter(({ written }) => written)).toHaveLength(1);
  });
}

function guardsHold(store: () => EffectStore): void {
  it("updates by revision only what nobody has written since, and raises the revision", async () => {
    await store().insert(held("revised"));
    const guard = { kind: "revision", revision: 1 } as const;
    expect(await store().update("revised", guard, { owner: "owner-2" })).toEqual(WRITTEN);
    const current = held("revised", { owner: "owner-2", revision: 2 });
    const again = await store().update("revised", guard, { owner: "owner-3" });
    expect(again).toEqual({ written: false, current });
    expect(await store().read("revised")).toEqual(current);
  });

  it("updates by owner only what that one holds", async () => {
    await store().insert(held("owned"));
    const mine = { kind: "owner", owner: "owner-1" } as const;
    const other = { kind: "owner", owner: "owner-2" } as const;
    expect(await store().update("owned", other, { leaseUntil: 1 })).toMatchObject({
      written: false,
    });
    expect(await store().update("owned", mine, { leaseUntil: 5000 })).toEqual(WRITTEN);
    expect(await store().update("owned", mine, { state: "DONE" })).toEqual(WRITTEN);
    const done = held("owned", { leaseUntil: 5000, state: "DONE", revision: 3 });
    const late = await store().update("owned", mine, { leaseUntil: 9000 });
    expect(late).toEqual({ written: false, current: done });
  });

  it("updates nothing where nothing is", async () => {
    for (const guard of [
      { kind: "owner", owner: "owner-1" },
      { kind: "revision", revision: 1 },
    ] as const) {
      const answer = await store().update("absent", guard, { state: "FREE" });
      expect(answer).toEqual({ written: false, current: undefined });
    }
  });
}

function fieldsSurvive(store: () => EffectStore): void {
  it.each([
    ["a value", { kind: "inline", value: { text: everyKindOfText(), n: [1, null, -0.5] } }],
    ["a reference", { kind: "stored", key: "results/a/b", bytes: 123_456 }],
    ["32 KB", { kind: "inline", value: "é".repeat(16_000) }],
  ] as const)("keeps a result: %s", async (what, result) => {
    await store().insert(held(what));
    const guard = { kind: "owner", owner: "owner-1" } as const;
    await store().update(what, guard, { state: "DONE", result });
    expect(await store().read(what)).toEqual(held(what, { state: "DONE", result, revision: 2 }));
  });

  it("clears a result, an owner and an instant", async () => {
    const result = { kind: "inline", value: 1 } as const;
    await store().insert(held("cleared", { result }));
    const guard = { kind: "revision", revision: 1 } as const;
    await store().update("cleared", guard, { result: undefined, owner: "", expiresAt: 0 });
    const read = await store().read("cleared");
    expect(read?.result).toBeUndefined();
    expect(read).toMatchObject({ owner: "", expiresAt: 0 });
  });
}
