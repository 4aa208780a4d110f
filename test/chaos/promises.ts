import { isFinal, isLegalTransition } from "@celeriac/core";
import type { ChaosEvent, RecordImage } from "./history.ts";

/** A promise of docs/guarantees.md that a history breaks. */
export interface Violation {
  readonly promise: "G1" | "G2" | "G3" | "G6" | "G7" | "G8" | "G9";
  readonly taskId: string | undefined;
  readonly what: string;
}

type EventOf<Kind extends ChaosEvent["kind"]> = Extract<ChaosEvent, { kind: Kind }>;
type Check = (history: IndexedHistory) => readonly Violation[];

/** The history of a run that has drained, by what is asked of it. */
interface IndexedHistory {
  readonly acknowledged: readonly EventOf<"acknowledged">[];
  readonly revokes: readonly EventOf<"revoke">[];
  readonly starts: readonly EventOf<"start">[];
  readonly deadLetters: readonly EventOf<"dead-letter">[];
  readonly garbage: readonly EventOf<"garbage">[];
  /** Every accepted write of a task's record, in order. */
  readonly records: ReadonlyMap<string, readonly RecordImage[]>;
  /** Task ids (with their generation) whose handler came to its end. */
  readonly ended: ReadonlySet<string>;
}

/**
 * Finds every promise that the history of a drained run breaks: sets over an append-only history, which do not depend
 * on how the processes were interleaved. G4 needs idempotent tasks, G5 workflows and G10 schedules, which have tests of
 * their own.
 */
export function brokenPromises(history: readonly ChaosEvent[]): readonly Violation[] {
  const indexed = index(history);
  return CHECKS.flatMap((check) => check(indexed));
}

const last = (images: readonly RecordImage[] | undefined): RecordImage | undefined =>
  images?.at(-1);

/** G1: acknowledged - final - dead = empty, and nothing that was recorded is left unfinished. */
const nothingIsLost: Check = ({ acknowledged, records, deadLetters, ended }) => {
  const dead = new Set(deadLetters.map(({ taskId }) => taskId));
  const lost = acknowledged
    .filter(({ taskId, tracked }) => {
      const record = last(records.get(taskId));
      if (record !== undefined && isFinal(record.state)) return false;
      return !dead.has(taskId) && (tracked || !ended.has(`${taskId} 0`));
    })
    .map(({ taskId, task }): Violation => {
      const state = last(records.get(taskId))?.state ?? "PENDING";
      return { promise: "G1", taskId, what: `${task} was acknowledged and stands at ${state}` };
    });
  const unfinished = [...records]
    .filter(([taskId, images]) => !dead.has(taskId) && !isFinal(last(images)?.state ?? "PENDING"))
    .map(
      ([taskId, images]): Violation => ({
        promise: "G1",
        taskId,
        what: `its record was left at ${last(images)?.state}`,
      }),
    );
  return [...lost, ...unfinished];
};

/** G2: who succeeded has run to the end, and the result is that of its own input. */
const successIsEarned: Check = ({ acknowledged, records, ended }) => {
  const inputs = new Map(acknowledged.map(({ taskId, n }) => [taskId, n]));
  return [...records].flatMap(([taskId, images]): Violation[] => {
    const record = last(images);
    if (record?.state !== "SUCCESS") return [];
    const found: Violation[] = [];
    if (!ended.has(`${taskId} ${record.generation}`)) {
      found.push({ promise: "G2", taskId, what: "it succeeded, but no handler came to its end" });
    }
    const answered = (record.result as { n?: unknown } | undefined)?.n;
    const asked = inputs.get(taskId);
    if (answered !== undefined && asked !== undefined && answered !== asked) {
      found.push({
        promise: "G2",
        taskId,
        what: `the result of ${answered} was given to ${asked}`,
      });
    }
    return found;
  });
};

/** G3: one accepted outcome for each task and generation, and a final state of a generation never changes. */
const oneOutcome: Check = ({ records }) =>
  [...records].flatMap(([taskId, images]) =>
    pairs(images).flatMap(([before, after]): Violation[] => {
      // What is noted beside the state: a heartbeat, progress, that the dead-letter copy was sent.
      if (sameStanding(before, after)) return [];
      if (isLegalTransition(before, after)) return [];
      return [
        { promise: "G3", taskId, what: `it went from ${stands(before)} to ${stands(after)}` },
      ];
    }),
  );

/** G6: never before its eta, by the clock of the process that ran it. */
const neverEarly: Check = ({ acknowledged, starts }) => {
  const etas = new Map(acknowledged.map(({ taskId, eta }) => [taskId, eta]));
  return starts.flatMap(({ taskId, generation, clock }): Violation[] => {
    const eta = etas.get(taskId);
    if (generation > 0 || eta === undefined || clock >= eta) return [];
    return [{ promise: "G6", taskId, what: `it started ${eta - clock} ms before its eta` }];
  });
};

/** G7: after a revoke is stored no further attempt is claimed; and an acknowledged one is stored. */
const revokedStaysRevoked: Check = ({ records, revokes }) => {
  const claimedAnyway = [...records].flatMap(([taskId, images]) =>
    pairs(images).flatMap(([before, after]): Violation[] => {
      const revoked = before.revokeRequested || before.state === "REVOKED";
      if (!revoked || before.generation !== after.generation || !isClaim(before, after)) return [];
      return [{ promise: "G7", taskId, what: `attempt ${after.attempts} began after the revoke` }];
    }),
  );
  const forgotten = revokes.flatMap(({ taskId, answer }): Violation[] => {
    const stored = records
      .get(taskId)
      ?.some(
        ({ state, revokeRequested, revokedGeneration }) =>
          state === "REVOKED" || revokeRequested || revokedGeneration !== undefined,
      );
    if (answer === "too-late" || stored === true) return [];
    return [{ promise: "G7", taskId, what: `"${answer}" was answered, but nothing is stored` }];
  });
  return [...claimedAnyway, ...forgotten];
};

/** G8: revisions grow one by one, attempts and progress never shrink within a generation. */
const onlyGrows: Check = ({ records }) =>
  [...records].flatMap(([taskId, images]) =>
    pairs(images).flatMap(([before, after]): Violation[] => {
      const what = shrunk(before, after);
      return what === undefined ? [] : [{ promise: "G8", taskId, what }];
    }),
  );

function shrunk(before: RecordImage, after: RecordImage): string | undefined {
  if (after.revision !== before.revision + 1) {
    return `revision ${after.revision} followed ${before.revision}`;
  }
  if (after.generation < before.generation) {
    return `generation ${after.generation} followed ${before.generation}`;
  }
  if (after.generation !== before.generation) return undefined;
  if (after.attempts < before.attempts) {
    return `${after.attempts} attempts followed ${before.attempts}`;
  }
  const [was, is] = [before.progress, after.progress];
  const fell = typeof was === "number" && (typeof is !== "number" || is < was);
  return fell ? `progress ${String(is)} followed ${was}` : undefined;
}

/** G9: every failure and everything unreadable lies in a dead-letter queue with its reason, and nothing else does. */
const failuresAreDeadLettered: Check = ({ records, deadLetters, garbage }) => {
  const dead = new Set(deadLetters.map(({ taskId }) => taskId));
  const missing = [...records].flatMap(([taskId, images]): Violation[] => {
    const record = last(images);
    if (record?.state !== "FAILURE" || dead.has(taskId)) return [];
    return [{ promise: "G9", taskId, what: `it failed (${record.reason}) without a dead letter` }];
  });
  const wrong = deadLetters.flatMap(({ taskId, reason }): Violation[] => {
    if (taskId === undefined || reason === "receive-limit") return [];
    const failed = records.get(taskId)?.some((image) => image.reason === reason);
    if (failed === true) return [];
    return [
      { promise: "G9", taskId, what: `it is a dead letter (${reason}), but it never failed` },
    ];
  });
  const unreadable = deadLetters.filter(({ reason }) => reason === "undecodable").length;
  if (unreadable >= garbage.length) return [...missing, ...wrong];
  const what = `${garbage.length} unreadable messages were sent, ${unreadable} are dead letters`;
  return [...missing, ...wrong, { promise: "G9", taskId: undefined, what }];
};

const CHECKS: readonly Check[] = [
  nothingIsLost,
  successIsEarned,
  oneOutcome,
  neverEarly,
  revokedStaysRevoked,
  onlyGrows,
  failuresAreDeadLettered,
];

function index(history: readonly ChaosEvent[]): IndexedHistory {
  const records = new Map<string, RecordImage[]>();
  for (const { image } of ofKind(history, "record")) {
    records.set(image.taskId, [...(records.get(image.taskId) ?? []), image]);
  }
  return {
    acknowledged: ofKind(history, "acknowledged"),
    revokes: ofKind(history, "revoke"),
    starts: ofKind(history, "start"),
    deadLetters: ofKind(history, "dead-letter"),
    garbage: ofKind(history, "garbage"),
    records,
    ended: new Set(
      ofKind(history, "end").map(({ taskId, generation }) => `${taskId} ${generation}`),
    ),
  };
}

/** The events of one kind, in order. */
export function ofKind<Kind extends ChaosEvent["kind"]>(
  history: readonly ChaosEvent[],
  kind: Kind,
): EventOf<Kind>[] {
  return history.filter((event): event is EventOf<Kind> => event.kind === kind);
}

function pairs(images: readonly RecordImage[]): (readonly [RecordImage, RecordImage])[] {
  return images.slice(1).map((after, at) => [images[at] as RecordImage, after] as const);
}

function sameStanding(before: RecordImage, after: RecordImage): boolean {
  return (
    before.state === after.state &&
    before.generation === after.generation &&
    before.attempts === after.attempts &&
    before.owner === after.owner
  );
}

/** A claim: another attempt of another owner. */
export function isClaim(before: RecordImage, after: RecordImage): boolean {
  return after.state === "STARTED" && after.owner !== before.owner;
}

function stands(image: RecordImage): string {
  return `${image.state} (generation ${image.generation}, attempt ${image.attempts})`;
}
