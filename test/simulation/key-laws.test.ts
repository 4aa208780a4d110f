import type { TaskRecord } from "@celeriac/core";
import { createHistory } from "@celeriac/testing/models";
import { describe, expect, it } from "vitest";
import { createKeyLaws } from "./key-laws.ts";

const NOW = 1_767_225_600_000;

type Write = Partial<TaskRecord> & { readonly taskId: string; readonly state: TaskRecord["state"] };

/** What writes of tasks `a` and `b`, of one key, break. */
function broken(kind: "unique" | "once", writes: readonly Write[]): readonly string[] {
  const history = createHistory({ keep: false });
  const laws = createKeyLaws(history, () => NOW);
  laws.share("a", "key", kind);
  laws.share("b", "key", kind);
  const stands = new Map<string, TaskRecord>();
  for (const write of writes) {
    const after = { generation: 0, leaseUntil: NOW + 1000, ...write } as TaskRecord;
    history.add({ kind: "written", before: stands.get(write.taskId), after, call: undefined });
    stands.set(write.taskId, after);
  }
  return laws.violations.map((text) => text.slice(0, text.indexOf(":")));
}

const result = (of: string): TaskRecord["result"] => ({ kind: "inline", value: { of } });

describe("unique tasks", () => {
  it("run one after the other", () => {
    const first: Write[] = [
      { taskId: "a", state: "STARTED" },
      { taskId: "a", state: "SUCCESS" },
    ];
    expect(broken("unique", [...first, { taskId: "b", state: "STARTED" }])).toEqual([]);
  });

  it("may start while the lease of a dead one is over", () => {
    const dead: Write = { taskId: "a", state: "STARTED", leaseUntil: NOW - 1 };
    expect(broken("unique", [dead, { taskId: "b", state: "STARTED" }])).toEqual([]);
  });

  it("never run at once", () => {
    const both: Write[] = [
      { taskId: "a", state: "STARTED" },
      { taskId: "b", state: "STARTED" },
    ];
    expect(broken("unique", both)).toEqual(["unique"]);
  });
});

describe("tasks of one effect", () => {
  it("have one result", () => {
    const ends = (one: string, other: string): Write[] => [
      { taskId: "a", state: "SUCCESS", result: result(one) },
      { taskId: "b", state: "SUCCESS", result: result(other) },
    ];
    expect(broken("once", ends("a", "a"))).toEqual([]);
    expect(broken("once", ends("a", "b"))).toEqual(["G4"]);
  });
});
