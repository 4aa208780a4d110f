import type { TaskRecord } from "@celeriac/core";
import { describe, expect, it } from "vitest";
import { createHistory, type HistoryEntry, type SeenMessage } from "./history.ts";
import { createTaskLaws } from "./task-laws.ts";

const NOW = 1_767_225_600_000;

function record(fields: Partial<TaskRecord> = {}): TaskRecord {
  return {
    taskId: "t",
    state: "STARTED",
    generation: 0,
    attempts: 1,
    excused: 0,
    owner: "a",
    leaseUntil: NOW + 6000,
    nextAttemptAt: 0,
    revokeRequested: false,
    startedAt: NOW,
    ...fields,
  } as TaskRecord;
}

const acknowledged = (
  fields: { readonly eta?: number; readonly expires?: number } = {},
): HistoryEntry => ({
  kind: "acknowledged",
  task: { taskId: "t", tracked: true, eta: fields.eta, expires: fields.expires },
});
const written = (before: TaskRecord | undefined, after: TaskRecord): HistoryEntry => ({
  kind: "written",
  before,
  after,
  call: undefined,
});
const message: SeenMessage = {
  messageId: "m",
  body: "",
  taskId: "t",
  generation: 0,
  version: 1,
  eta: undefined,
};
const deleted: HistoryEntry = { kind: "deleted", queue: "q", message, gone: true };
const revoked: HistoryEntry = { kind: "revoke-acknowledged", taskId: "t", answer: "revoked" };
const returned: HistoryEntry = { kind: "returned", taskId: "t", generation: 0 };
const effect = (key: string): HistoryEntry => ({ kind: "effect", taskId: "t", key });

/** What a history breaks; its last write stands in the table. */
function broken(entries: readonly HistoryEntry[], messages: readonly SeenMessage[] = []): string[] {
  const history = createHistory({ keep: false });
  let stands: TaskRecord | undefined;
  history.follow((entry) => {
    if (entry.kind === "written") stands = entry.after;
  });
  const laws = createTaskLaws({
    history,
    messages: () => messages,
    record: () => stands,
    isDeadLetterQueue: (queue) => queue.endsWith("-dlq"),
    isUntracked: () => false,
  });
  for (const entry of entries) history.add(entry);
  laws.checkEnd();
  return laws.violations.map((text) => text.slice(0, text.indexOf(":")));
}

const started = record();
const succeeded = record({ state: "SUCCESS" });
const failed = record({ state: "FAILURE" });

describe("a history that keeps every promise", () => {
  it.each<[string, readonly HistoryEntry[]]>([
    [
      "a success",
      [acknowledged(), written(undefined, started), returned, written(started, succeeded), deleted],
    ],
    [
      "a takeover after the lease and what clocks may differ",
      [
        written(undefined, started),
        written(started, record({ owner: "b", attempts: 2, startedAt: NOW + 11_000 })),
      ],
    ],
    [
      "a next generation over a failure",
      [written(undefined, failed), written(failed, record({ generation: 1 }))],
    ],
    ["effects under one key", [effect("k"), effect("k")]],
  ])("breaks no law: %s", (_what, entries) => {
    expect(broken(entries)).toEqual([]);
  });
});

describe("a history that breaks a promise", () => {
  it.each<[string, string, readonly HistoryEntry[]]>([
    ["G1", "an acknowledged task that never ends", [acknowledged()]],
    [
      "G1",
      "the last message of a task that has not ended is deleted",
      [acknowledged(), written(undefined, started), deleted, returned, written(started, succeeded)],
    ],
    [
      "G1",
      "the last message of a failure without its copy",
      [acknowledged(), written(undefined, failed), deleted],
    ],
    ["G2", "a success that never ran", [written(undefined, started), written(started, succeeded)]],
    [
      "G3",
      "a final state that changes",
      [written(undefined, failed), written(failed, record({ state: "REVOKED" }))],
    ],
    [
      "G3",
      "a generation over a success",
      [returned, written(undefined, succeeded), written(succeeded, record({ generation: 1 }))],
    ],
    [
      "G3",
      "a generation over one that runs",
      [written(undefined, started), written(started, record({ generation: 1 }))],
    ],
    ["G4", "an effect under a second key", [effect("k"), effect("l")]],
    [
      "G6",
      "a claim before the eta",
      [
        acknowledged({ eta: NOW + 1 }),
        written(undefined, started),
        returned,
        written(started, succeeded),
      ],
    ],
    [
      "G6",
      "a handler before the eta",
      [{ kind: "started", taskId: "t", generation: 0, attempt: 1, at: NOW }],
    ],
    ["G7", "an attempt after an acknowledged revoke", [revoked, written(undefined, started)]],
    [
      "G7",
      "a retry over a revoke",
      [
        written(undefined, record({ revokeRequested: true })),
        written(
          record({ revokeRequested: true }),
          record({ state: "RETRY", revokeRequested: true }),
        ),
      ],
    ],
    [
      "G7",
      "a revoke that is forgotten",
      [written(undefined, started), written(record({ revokeRequested: true }), started)],
    ],
    [
      "G8",
      "attempts that fall",
      [written(undefined, started), written(record({ attempts: 2 }), started)],
    ],
    ["G8", "an attempt that is not counted", [written(undefined, record({ attempts: 0 }))]],
    [
      "G8",
      "progress that falls",
      [written(undefined, started), written(record({ progress: 2 }), record({ progress: 1 }))],
    ],
    [
      "G8",
      "a generation that falls",
      [written(undefined, started), written(record({ generation: 1, state: "FAILURE" }), failed)],
    ],
    [
      "G9",
      "a dead letter before its failure",
      [
        written(undefined, started),
        { kind: "sent", queue: "q-dlq", message: { body: '{"i":"t","g":1}' }, call: undefined },
      ],
    ],
    [
      "lease",
      "a takeover of a live lease",
      [
        written(undefined, started),
        written(started, record({ owner: "b", attempts: 2, startedAt: NOW + 10_999 })),
      ],
    ],
    [
      "retry",
      "an attempt before it is due",
      [
        written(undefined, started),
        written(
          record({ state: "RETRY", nextAttemptAt: NOW + 1 }),
          record({ owner: "b", attempts: 2 }),
        ),
      ],
    ],
    [
      "expires",
      "a start after the expiry",
      [
        acknowledged({ expires: NOW - 1 }),
        written(undefined, started),
        returned,
        written(started, succeeded),
      ],
    ],
    [
      "result",
      "another task's result",
      [
        returned,
        written(
          undefined,
          record({ state: "SUCCESS", result: { kind: "inline", value: { of: "u" } } }),
        ),
      ],
    ],
  ])("breaks %s: %s", (law, _what, entries) => {
    const before: HistoryEntry[] = law === "G6" ? [acknowledged({ eta: NOW + 1 })] : [];
    expect(broken([...before, ...entries])).toContain(law);
  });
});
