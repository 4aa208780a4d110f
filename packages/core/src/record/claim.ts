import type { Envelope } from "../envelope/envelope.ts";
import { CLOCK_SKEW_MS } from "../limits.ts";
import { withLastLost } from "./lost-attempt.ts";
import { type RedriveMark, withRedrive } from "./redrive-mark.ts";
import { removalTime } from "./retention.ts";
import type { RecordChange, TaskRecord } from "./task-record.ts";
import { isFinal } from "./task-state.ts";

/** Who wants to start an attempt, and when. */
export interface ClaimRequest {
  readonly envelope: Envelope;
  readonly queue: string;
  /** The fencing token, made once per delivery and kept over every try. */
  readonly owner: string;
  readonly host: string;
  readonly now: number;
  readonly leaseUntil: number;
  /** How many counted attempts may be started when the last owner died: max(maxRetries + 1, 3). */
  readonly lostWorkerLimit: number;
  readonly inputPreview?: string | undefined;
  /** Nothing else runs in the process, or the host cannot see to it: whoever is lost then is lost by its own doing. */
  readonly alone?: boolean | undefined;
  /** The message was redriven. */
  readonly redrive?: RedriveMark | undefined;
}

/** What stands in the record says about a claim. `waitMs`: when asking again makes sense. */
export type ClaimDecision =
  /** Nothing is recorded: insert. */
  | { readonly kind: "start" }
  /** A permitted takeover, on condition that nothing was written since. */
  | { readonly kind: "take"; readonly current: TaskRecord }
  /** As `take`, but its last chance: what shares its process must not share its fate, nor it theirs. */
  | { readonly kind: "isolate"; readonly current: TaskRecord }
  /** My own claim stands: its answer was lost. */
  | { readonly kind: "mine"; readonly current: TaskRecord }
  /** The record is ahead of this message: acknowledge, nothing else. */
  | { readonly kind: "superseded"; readonly current: TaskRecord }
  /** This generation has ended: continue again, then acknowledge. */
  | { readonly kind: "final"; readonly current: TaskRecord }
  /** A newer generation than the record's unfinished one, a live owner, or a retry whose time has not come. */
  | {
      readonly kind: "wait";
      readonly why: "ahead" | "held" | "early";
      readonly waitMs: number;
      readonly current: TaskRecord;
    }
  /** The attempt died and may not start again, or its generation was revoked: end it. */
  | {
      readonly kind: "bury";
      readonly as: "REVOKED" | "FAILURE";
      readonly current: TaskRecord;
    };

/**
 * Decides a claim from what is stored. Generations are compared first: older than the record is superseded, newer is
 * allowed over FAILURE only. (design/delivery.md, step 3.)
 */
export function judgeClaim(current: TaskRecord | undefined, request: ClaimRequest): ClaimDecision {
  if (current === undefined) return { kind: "start" };
  const generation = request.envelope.generation;
  if (generation < current.generation) return { kind: "superseded", current };
  if (generation > current.generation)
    return judgeNewerGeneration(current, generation, request.now);
  if (isFinal(current.state)) return { kind: "final", current };
  if (current.state === "RETRY") {
    const waitMs = current.nextAttemptAt - request.now;
    return waitMs > 0 ? { kind: "wait", why: "early", waitMs, current } : { kind: "take", current };
  }
  if (current.owner === request.owner) return { kind: "mine", current };
  const heldMs = current.leaseUntil + CLOCK_SKEW_MS - request.now;
  if (heldMs > 0) return { kind: "wait", why: "held", waitMs: heldMs, current };
  if (current.revokeRequested) return { kind: "bury", as: "REVOKED", current };
  const isLastChance = isAtLimit(current, request);
  if (current.attempts - current.excused >= request.lostWorkerLimit && current.shared !== true) {
    return { kind: "bury", as: "FAILURE", current };
  }
  return { kind: isLastChance && request.alone !== true ? "isolate" : "take", current };
}

/** Says whether the next attempt is the last that may be lost. */
function isAtLimit(current: TaskRecord, request: ClaimRequest): boolean {
  return current.attempts - current.excused + 1 >= request.lostWorkerLimit;
}

const AHEAD_WAIT_MS = 5000;

function judgeNewerGeneration(current: TaskRecord, generation: number, now: number): ClaimDecision {
  if (current.state === "FAILURE") {
    if (current.revokedGeneration === generation) return { kind: "bury", as: "REVOKED", current };
    return { kind: "take", current };
  }
  if (isFinal(current.state)) return { kind: "superseded", current };
  const restMs = Math.max(current.leaseUntil, current.nextAttemptAt) - now;
  return { kind: "wait", why: "ahead", waitMs: Math.max(restMs, AHEAD_WAIT_MS), current };
}

/** The first record of a task: its first attempt. */
export function startedRecord(request: ClaimRequest): TaskRecord {
  return {
    ...emptyRecord(request.envelope, request.queue, request.now),
    state: "STARTED",
    attempts: 1,
    owner: request.owner,
    leaseUntil: request.leaseUntil,
    host: request.host,
    startedAt: request.now,
    firstStartedAt: request.now,
    inputPreview: request.inputPreview,
    ...(request.redrive === undefined ? {} : { redrives: [request.redrive] }),
  };
}

/** What a permitted takeover writes: a further attempt, or the first one of a newer generation. */
export function takeoverChange(current: TaskRecord, request: ClaimRequest): RecordChange {
  const { envelope, now } = request;
  const sameGeneration = envelope.generation === current.generation;
  return {
    ...(sameGeneration ? {} : newGenerationChange(envelope.generation)),
    state: "STARTED",
    attempts: sameGeneration ? current.attempts + 1 : 1,
    owner: request.owner,
    leaseUntil: request.leaseUntil,
    nextAttemptAt: 0,
    queue: request.queue,
    host: request.host,
    startedAt: now,
    firstStartedAt: sameGeneration ? (current.firstStartedAt ?? now) : now,
    updatedAt: now,
    removeAfter: removalTime(now),
    ...(sameGeneration ? lossChange(current, request) : {}),
    ...redriveChange(current, request),
  };
}

/** Where an attempt was lost is kept; and a last one that runs beside others may be lost by their doing. */
function lossChange(current: TaskRecord, request: ClaimRequest): RecordChange {
  const shared = request.alone !== true && isAtLimit(current, request);
  return {
    ...(current.state === "STARTED" ? { lost: withLastLost(current) } : {}),
    ...(shared || current.shared === true ? { shared: shared ? true : undefined } : {}),
  };
}

/** Each redrive is recorded by the claim that it leads to: no write of its own, and none that a crash could part. */
function redriveChange(current: TaskRecord, request: ClaimRequest): RecordChange {
  const { envelope, now, redrive } = request;
  const moved = { at: now, way: "move", generation: envelope.generation, edited: false } as const;
  const mark = redrive ?? (envelope.generation > current.generation ? moved : undefined);
  if (mark === undefined) return {};
  const redrives = withRedrive(current.redrives, mark);
  if (redrives === current.redrives) return {};
  if (!mark.edited) return { redrives };
  const input = envelope.input?.kind === "stored" ? envelope.input : undefined;
  return { redrives, input, inputPreview: request.inputPreview };
}

/** Clears what belonged to the generation that ended. */
export function newGenerationChange(generation: number): RecordChange {
  return {
    generation,
    attempts: 0,
    excused: 0,
    owner: "",
    leaseUntil: 0,
    nextAttemptAt: 0,
    revokeRequested: false,
    revokedGeneration: undefined,
    deadLetteredGeneration: undefined,
    reason: undefined,
    error: undefined,
    result: undefined,
    resultExpiresAt: undefined,
    progress: undefined,
    finishedAt: undefined,
    lost: undefined,
    shared: undefined,
  };
}

/** A record with nothing but what the envelope says; its state is for the caller to set. */
export function emptyRecord(
  envelope: Envelope,
  queue: string,
  now: number,
): Omit<TaskRecord, "state"> {
  return {
    taskId: envelope.taskId,
    task: envelope.task,
    queue,
    generation: envelope.generation,
    revision: 1,
    attempts: 0,
    excused: 0,
    owner: "",
    leaseUntil: 0,
    nextAttemptAt: 0,
    revokeRequested: false,
    input: envelope.input?.kind === "stored" ? envelope.input : undefined,
    enqueuedAt: envelope.enqueuedAt,
    rootId: envelope.rootId,
    parentId: envelope.parentId,
    workflow: envelope.workflow,
    tenant: envelope.tenant,
    tags: envelope.tags,
    updatedAt: now,
    removeAfter: removalTime(now, envelope.eta),
  };
}
