import {
  burialChange,
  type ClaimRequest,
  emptyRecord,
  expiryChange,
  judgeClaim,
  RECORD_LIFETIME_MS,
  type RecordChange,
  startedRecord,
  type TaskRecord,
  takeoverChange,
} from "@celeriac/core";
import type { EnginePorts } from "./engine-options.ts";
import { patiently } from "./patience.ts";

/** How often a claim is judged anew because somebody else wrote between. */
const MAX_ROUNDS = 10;

export interface ClaimOrder {
  readonly request: ClaimRequest;
  /** Too late to start: where a claim would be allowed, EXPIRED is written. */
  readonly expire: boolean;
  /** Most first deliveries find no record: the claim is then one write, without a read. */
  readonly expectNew: boolean;
}

export type ClaimResult = { readonly kind: "claimed"; readonly record: TaskRecord } | ClaimRefusal;

/** Why a claim was not granted. */
export type ClaimRefusal =
  /** This generation has ended; `written`: by this very claim. */
  | { readonly kind: "final"; readonly record: TaskRecord; readonly written: boolean }
  | { readonly kind: "superseded" }
  | { readonly kind: "too-old" }
  /** Its last chance: to be claimed where nothing else runs. */
  | { readonly kind: "isolate" }
  | { readonly kind: "wait"; readonly waitMs: number }
  /** The store could not be asked, or others wrote again and again. */
  | { readonly kind: "unavailable"; readonly error: unknown };

/**
 * Step 3: one conditional write that makes this delivery the task's owner, or the reason why not.
 * A permitted write is never repeated blindly: after an unknown outcome the record is read and judged anew, and my own
 * token in it means that the write had happened.
 */
export async function claim(ports: EnginePorts, order: ClaimOrder): Promise<ClaimResult> {
  const { request } = order;
  let current: TaskRecord | undefined;
  let known = order.expectNew;
  let lastError: unknown;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    if (!known) {
      const read = await patiently(ports, () => ports.store.read(request.envelope.taskId));
      if (!read.ok) return { kind: "unavailable", error: read.error };
      current = read.value;
    }
    const step = decide(order, current);
    if (step.kind === "answer") return step.result;
    try {
      const answer = await step.write(ports);
      if (answer.written) return step.result;
      current = answer.current;
      known = true;
    } catch (error) {
      // Outcome unknown: read what stands there.
      lastError = error;
      known = false;
    }
  }
  return { kind: "unavailable", error: lastError };
}

type ClaimStep =
  | { readonly kind: "answer"; readonly result: ClaimResult }
  | {
      readonly kind: "write";
      readonly write: (ports: EnginePorts) => ReturnType<EnginePorts["store"]["insert"]>;
      readonly result: ClaimResult;
    };

function decide(order: ClaimOrder, current: TaskRecord | undefined): ClaimStep {
  const { request, expire } = order;
  const decision = judgeClaim(current, request);
  switch (decision.kind) {
    case "start":
      return decideFirst(request, expire);
    case "take": {
      const { current: taken } = decision;
      if (!expire) return writeOver(taken, takeoverChange(taken, request), "claimed");
      return writeOver(taken, expiryChange(request.now), "final");
    }
    case "bury": {
      const { as, current: dead } = decision;
      return writeOver(
        dead,
        burialChange(dead, request.envelope.generation, as, request.now),
        "final",
      );
    }
    case "isolate":
      return expire
        ? writeOver(decision.current, expiryChange(request.now), "final")
        : answer({ kind: "isolate" });
    case "mine":
      return answer({ kind: "claimed", record: decision.current });
    case "final":
      return answer({ kind: "final", record: decision.current, written: false });
    case "superseded":
      return answer({ kind: "superseded" });
    case "wait":
      return answer({ kind: "wait", waitMs: decision.waitMs });
  }
}

function decideFirst(request: ClaimRequest, expire: boolean): ClaimStep {
  const { envelope, now, queue } = request;
  // Records live 45 days: one that could have been there is gone, and running might be running again.
  const newestInstant = Math.max(envelope.enqueuedAt, envelope.eta ?? 0);
  if (now - newestInstant > RECORD_LIFETIME_MS) return answer({ kind: "too-old" });
  const record: TaskRecord = expire
    ? { ...emptyRecord(envelope, queue, now), state: "EXPIRED", finishedAt: now }
    : startedRecord(request);
  return {
    kind: "write",
    write: (ports) => ports.store.insert(record),
    result: granted(expire ? "final" : "claimed", record),
  };
}

function granted(kind: "claimed" | "final", record: TaskRecord): ClaimResult {
  return kind === "claimed" ? { kind, record } : { kind, record, written: true };
}

function writeOver(
  current: TaskRecord,
  change: RecordChange,
  kind: "claimed" | "final",
): ClaimStep {
  const guard = { kind: "revision", revision: current.revision } as const;
  return {
    kind: "write",
    write: (ports) => ports.store.update(current.taskId, guard, change),
    result: granted(kind, { ...current, ...change, revision: current.revision + 1 }),
  };
}

function answer(result: ClaimResult): ClaimStep {
  return { kind: "answer", result };
}
