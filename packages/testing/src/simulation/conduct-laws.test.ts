import type { TaskRecord } from "@celeriac/core";
import { describe, expect, it } from "vitest";
import { createConductLaws } from "./conduct-laws.ts";
import { createHistory, type HistoryEntry, type SeenMessage } from "./history.ts";
import type { AppliedCall } from "./simulated-network.ts";

const NOW = 1_767_225_600_000;
const DAY_MS = 86_400_000;
const call = { call: "changeVisibility" } as AppliedCall;

const started = (attempt: number, taskId = "t"): HistoryEntry => ({
  kind: "started",
  taskId,
  generation: 0,
  attempt,
  at: NOW,
});
const written = (before: Partial<TaskRecord>, after: Partial<TaskRecord>): HistoryEntry => {
  const common = { taskId: "t", generation: 0, updatedAt: NOW, removeAfter: NOW + 45 * DAY_MS };
  return {
    kind: "written",
    before: { ...common, state: "STARTED", leaseUntil: NOW, ...before } as TaskRecord,
    after: { ...common, ...after } as TaskRecord,
    call: undefined,
  };
};
const unread: SeenMessage = {
  messageId: "m",
  body: "who knows",
  taskId: undefined,
  generation: 0,
  version: undefined,
  eta: undefined,
};
const hidden = (queue: string, seconds: number, by?: AppliedCall): HistoryEntry => ({
  kind: "hidden",
  queue,
  message: unread,
  seconds,
  call: by,
});
const deleted: HistoryEntry = { kind: "deleted", queue: "q", message: unread, gone: true };

function broken(entries: readonly HistoryEntry[], messages: readonly SeenMessage[] = []): string[] {
  const history = createHistory({ keep: false });
  const laws = createConductLaws({
    history,
    messages: () => messages,
    isDeadLetterQueue: (queue) => queue.endsWith("-dlq"),
    isUntracked: (taskId) => taskId === "untracked",
  });
  for (const entry of entries) history.add(entry);
  return laws.violations.map((text) => text.slice(0, text.indexOf(":")));
}

describe("conduct that is as it should be", () => {
  it.each<[string, readonly HistoryEntry[]]>([
    ["attempts that are counted", [started(1), started(2)]],
    ["an untracked task that runs again", [started(1, "untracked"), started(1, "untracked")]],
    ["a dead attempt that expires", [written({ leaseUntil: NOW - 5000 }, { state: "EXPIRED" })]],
    ["a live attempt that its owner ends", [written({}, { state: "FAILURE", reason: "error" })]],
    ["a put back of a second", [hidden("q", 1, call)]],
    ["a dead letter that is shown again at once", [hidden("q-dlq", 0, call)]],
    ["Lambda's own change of visibility", [hidden("q", 0)]],
  ])("%s", (_, entries) => {
    expect(broken(entries)).toEqual([]);
  });

  it("an unreadable message that is deleted where a copy lies", () => {
    expect(broken([deleted], [unread])).toEqual([]);
  });
});

describe("conduct that is not", () => {
  it.each<[string, string, readonly HistoryEntry[]]>([
    ["claim", "an attempt number that runs twice", [started(1), started(1)]],
    ["lease", "a live attempt that expires", [written({}, { state: "EXPIRED" })]],
    ["lease", "a live one given up", [written({}, { state: "FAILURE", reason: "worker-lost" })]],
    ["records", "a record that dies young", [written({}, { removeAfter: NOW + 35 * DAY_MS })]],
    ["waiting", "a put back of 0 s", [hidden("q", 0, call)]],
    ["G9", "an unreadable message's last copy that is deleted", [deleted]],
  ])("%s: %s", (law, _, entries) => {
    expect(broken(entries)).toEqual([law]);
  });
});
