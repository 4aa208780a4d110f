import { createHistory, type HistoryEntry } from "@celeriac/testing/models";
import { describe, expect, it } from "vitest";
import { runSeed } from "./run-seed.ts";
import { TICKING } from "./scenario.ts";
import { createTickLaws } from "./tick-laws.ts";

const SEEDS = 200;

describe("ticks that are fired late and more than once", () => {
  it(`are one task each, under faults, in ${SEEDS} histories`, async () => {
    const tasks = TICKING.map(({ name }) => name);
    const broken: string[] = [];
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      const { violations } = await runSeed(seed, { tasks });
      broken.push(...violations.map((violation) => `seed ${seed}: ${violation}`));
    }
    expect(broken).toEqual([]);
  });
});

describe("the law of ticks", () => {
  const claim = (taskId: string, owner: string): HistoryEntry => {
    const after = { taskId, owner, generation: 0, state: "STARTED" };
    return { kind: "written", before: undefined, after, call: undefined } as HistoryEntry;
  };
  const start = (taskId: string): HistoryEntry => ({
    ...{ kind: "started", taskId, generation: 0, attempt: 1, at: 0 },
  });
  const violations = (...entries: readonly HistoryEntry[]): readonly string[] => {
    const history = createHistory({ keep: false });
    const laws = createTickLaws(history);
    laws.add("tick");
    for (const entry of entries) history.add(entry);
    return laws.violations.map((text) => text.slice(0, text.indexOf(":")));
  };

  it("lets each claim start once", () => {
    expect(violations(claim("tick", "a"), start("tick"))).toEqual([]);
    expect(violations(claim("tick", "a"), claim("tick", "b"), start("tick"))).toEqual([]);
    expect(violations(start("another"))).toEqual([]);
  });

  it("lets none start without", () => {
    expect(violations(start("tick"))).toEqual(["G10"]);
    expect(violations(claim("another", "a"), start("tick"))).toEqual(["G10"]);
    expect(violations(claim("tick", "a"), start("tick"), start("tick"))).toEqual(["G10"]);
  });
});
