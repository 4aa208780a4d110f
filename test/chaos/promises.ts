import { isFinal, type TaskRecord } from "@celeriac/core";
import { createHistory, createTaskLaws } from "@celeriac/testing/models";
import type { ChaosEvent } from "./history.ts";

type EventOf<Kind extends ChaosEvent["kind"]> = Extract<ChaosEvent, { kind: Kind }>;
type Check = (history: IndexedHistory) => readonly string[];

/** The history of a run that has drained, by what is asked of it. */
interface IndexedHistory {
  readonly events: readonly ChaosEvent[];
  readonly acknowledged: readonly EventOf<"acknowledged">[];
  readonly deadLetters: readonly EventOf<"dead-letter">[];
  /** Every accepted write of a task's record, in order. */
  readonly records: ReadonlyMap<string, readonly TaskRecord[]>;
  /** Tasks whose handler came to its end, which is all that is promised of those that keep no record. */
  readonly ended: ReadonlySet<string>;
  readonly untracked: ReadonlySet<string>;
}

/**
 * Finds every promise that the history of a drained run breaks, as "G1: what (task id)": the simulation's own laws over
 * every write that the table took, and sets that only a whole run shows. Nothing here depends on how the processes were
 * interleaved. G4 needs idempotent tasks, G5 workflows and G10 schedules, which have tests of their own.
 */
export function brokenPromises(history: readonly ChaosEvent[]): readonly string[] {
  const indexed = index(history);
  return CHECKS.flatMap((check) => check(indexed));
}

const last = (records: readonly TaskRecord[] | undefined): TaskRecord | undefined =>
  records?.at(-1);

/**
 * G2, G3, G6, G7 and G8 of one task. Writes are in the table's order; what processes wrote is put before them and
 * answered revokes after them, since nothing says where between them they belong.
 */
const lawsHold: Check = ({ events, records, untracked }) => {
  const history = createHistory({ keep: false });
  const laws = createTaskLaws({
    history,
    messages: () => [],
    record: (taskId) => last(records.get(taskId)),
    isDeadLetterQueue: () => false,
    isUntracked: (taskId) => untracked.has(taskId),
  });
  for (const { taskId, tracked, eta } of ofKind(events, "acknowledged")) {
    history.add({ kind: "acknowledged", task: { taskId, tracked, eta, expires: undefined } });
  }
  for (const { taskId, generation, attempt, clock } of ofKind(events, "start")) {
    history.add({ kind: "started", taskId, generation, attempt, at: clock });
  }
  for (const { taskId, generation } of ofKind(events, "end")) {
    history.add({ kind: "returned", taskId, generation });
  }
  for (const writes of records.values()) {
    for (const [at, after] of writes.entries()) {
      history.add({ kind: "written", before: writes[at - 1], after, call: undefined });
    }
  }
  return laws.violations;
};

/** G1: acknowledged - final - dead = empty, and nothing that was recorded is left unfinished. */
const nothingIsLost: Check = ({ acknowledged, records, deadLetters, ended, untracked }) => {
  const dead = new Set(deadLetters.map(({ taskId }) => taskId));
  const isOver = (taskId: string): boolean =>
    isFinal(last(records.get(taskId))?.state ?? "PENDING") ||
    dead.has(taskId) ||
    (untracked.has(taskId) && ended.has(taskId));
  const promised = new Set(acknowledged.map(({ taskId }) => taskId));
  return [...new Set([...promised, ...records.keys()])]
    .filter((taskId) => !isOver(taskId))
    .map((taskId) => {
      const what = promised.has(taskId) ? "it was acknowledged" : "it was recorded";
      const state = last(records.get(taskId))?.state ?? "PENDING";
      return `G1: ${what} and was left at ${state} (${taskId})`;
    });
};

/**
 * G3: an outcome that is written again is a second one, though it may look the same; nor does anybody beat for it. Only
 * a failure is marked afterwards: dead-lettered, redriven.
 */
const endsStand: Check = ({ records }) =>
  inPairs(records, (before, after) => {
    if (!isFinal(before.state) || after.generation !== before.generation) return;
    const changed = STANDS_AT_THE_END.filter((field) => before[field] !== after[field]);
    const isMark = before.state === "FAILURE" && changed.length === 0;
    if (isMark) return;
    return `G3: it was written (${changed.join(", ") || "the same"}) after it had ended as ${before.state}`;
  });

/** What every end of an attempt, and every beat, writes anew. */
const STANDS_AT_THE_END = ["state", "finishedAt", "leaseUntil", "owner"] as const;

/** G7: after a revoke is stored no further attempt is claimed; and an acknowledged one is stored. */
const revokedStaysRevoked: Check = ({ events, records }) => {
  const claimedAnyway = inPairs(records, (before, after) => {
    const revoked = before.revokeRequested || before.state === "REVOKED";
    if (!revoked || before.generation !== after.generation || !isClaim(before, after)) return;
    return `G7: attempt ${after.attempts} began after the revoke`;
  });
  const forgotten = ofKind(events, "revoke")
    .filter(({ taskId, answer }) => {
      const stored = records
        .get(taskId)
        ?.some(
          ({ state, revokeRequested, revokedGeneration }) =>
            state === "REVOKED" || revokeRequested || revokedGeneration !== undefined,
        );
      return answer !== "too-late" && stored !== true;
    })
    .map(({ taskId, answer }) => `G7: "${answer}" was answered, but nothing is stored (${taskId})`);
  return [...claimedAnyway, ...forgotten];
};

/** G8: every write is seen, and none was made over a state that its writer did not know. */
const revisionsHaveNoGaps: Check = ({ records }) =>
  inPairs(records, (before, after) =>
    after.revision === before.revision + 1
      ? undefined
      : `G8: revision ${after.revision} followed ${before.revision}`,
  );

/** G9: every failure and everything unreadable lies in a dead-letter queue with its reason, and nothing else does. */
const failuresAreDeadLettered: Check = ({ events, records, deadLetters }) => {
  const dead = new Set(deadLetters.map(({ taskId }) => taskId));
  const missing = [...records].flatMap(([taskId, writes]) => {
    const record = last(writes);
    if (record?.state !== "FAILURE" || dead.has(taskId)) return [];
    return [`G9: it failed (${record.reason}) without a dead letter (${taskId})`];
  });
  const wrong = deadLetters.flatMap(({ taskId, reason }) => {
    if (taskId === undefined || reason === "receive-limit") return [];
    const failed = records.get(taskId)?.some((record) => record.reason === reason);
    return failed === true ? [] : [`G9: it never failed, but is a dead letter (${taskId})`];
  });
  const sent = ofKind(events, "garbage").length;
  const found = deadLetters.filter(({ reason }) => reason === "undecodable").length;
  if (found >= sent) return [...missing, ...wrong];
  return [...missing, ...wrong, `G9: of ${sent} unreadable messages ${found} are dead letters`];
};

const CHECKS: readonly Check[] = [
  lawsHold,
  endsStand,
  nothingIsLost,
  revokedStaysRevoked,
  revisionsHaveNoGaps,
  failuresAreDeadLettered,
];

function index(events: readonly ChaosEvent[]): IndexedHistory {
  const records = new Map<string, TaskRecord[]>();
  for (const { record } of ofKind(events, "record")) {
    const writes = records.get(record.taskId);
    if (writes === undefined) records.set(record.taskId, [record]);
    else writes.push(record);
  }
  const acknowledged = ofKind(events, "acknowledged");
  const asked = [...acknowledged, ...ofKind(events, "refused")];
  return {
    events,
    acknowledged,
    deadLetters: ofKind(events, "dead-letter"),
    records,
    ended: new Set(ofKind(events, "end").map(({ taskId }) => taskId)),
    untracked: new Set(asked.flatMap(({ taskId, tracked }) => (tracked ? [] : (taskId ?? [])))),
  };
}

/** The events of one kind, in order. */
export function ofKind<Kind extends ChaosEvent["kind"]>(
  history: readonly ChaosEvent[],
  kind: Kind,
): EventOf<Kind>[] {
  return history.filter((event): event is EventOf<Kind> => event.kind === kind);
}

/** What is wrong between each write of a record and the next one. */
function inPairs(
  records: IndexedHistory["records"],
  judge: (before: TaskRecord, after: TaskRecord) => string | undefined,
): string[] {
  return [...records].flatMap(([taskId, writes]) =>
    writes.slice(1).flatMap((after, at) => {
      const what = judge(writes[at] as TaskRecord, after);
      return what === undefined ? [] : [`${what} (${taskId})`];
    }),
  );
}

/** A claim: another attempt of another owner. */
export function isClaim(before: TaskRecord, after: TaskRecord): boolean {
  return after.state === "STARTED" && after.owner !== before.owner;
}
