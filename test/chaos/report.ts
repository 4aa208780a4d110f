import type { TaskRecord } from "@celeriac/core";
import { HARMFUL } from "./fault-plan.ts";
import type { ChaosEvent } from "./history.ts";
import { isClaim, ofKind } from "./promises.ts";
import type { WorkerFleet } from "./worker-fleet.ts";

/** What a run went through: a run in which nothing was hit has shown nothing. */
export interface ChaosReport {
  readonly acknowledged: number;
  readonly refused: number;
  readonly states: Readonly<Record<string, number>>;
  readonly reasons: Readonly<Record<string, number>>;
  readonly deadLetters: number;
  readonly revokes: Readonly<Record<string, number>>;
  readonly starts: number;
  /** First attempts of tasks that end or block their process. */
  readonly harmed: number;
  /** Tasks that a redrive ran again. */
  readonly redriven: number;
  /** Attempts that were claimed over a lease that had ended. */
  readonly takeovers: number;
  readonly workersStarted: number;
  readonly workerEnds: Readonly<Record<string, number>>;
  readonly lambdaEnds: Readonly<Record<string, number>>;
  readonly network: Readonly<Record<string, number>>;
  readonly strikeMs: number;
  readonly drainMs: number;
}

export interface ChaosFacts {
  readonly fleet: Pick<WorkerFleet, "started" | "ends">;
  readonly struck: ReadonlyMap<string, number>;
  readonly lambdaEnds: ReadonlyMap<string, number>;
  readonly strikeMs: number;
  readonly drainMs: number;
}

export function reportOn(history: readonly ChaosEvent[], facts: ChaosFacts): ChaosReport {
  const finals = new Map<string, TaskRecord>();
  let takeovers = 0;
  for (const { record } of ofKind(history, "record")) {
    const before = finals.get(record.taskId);
    if (before?.state === "STARTED" && isClaim(before, record)) takeovers += 1;
    finals.set(record.taskId, record);
  }
  const last = [...finals.values()];
  return {
    acknowledged: ofKind(history, "acknowledged").length,
    refused: ofKind(history, "refused").length,
    states: tally(last.map(({ state }) => state)),
    reasons: tally(last.flatMap(({ reason }) => reason ?? [])),
    deadLetters: ofKind(history, "dead-letter").length,
    revokes: tally(ofKind(history, "revoke").map(({ answer }) => answer)),
    starts: ofKind(history, "start").length,
    harmed: ofKind(history, "start").filter(isHarmful).length,
    redriven: last.filter(({ generation }) => generation > 0).length,
    takeovers,
    workersStarted: facts.fleet.started(),
    workerEnds: Object.fromEntries(facts.fleet.ends),
    lambdaEnds: Object.fromEntries(facts.lambdaEnds),
    network: Object.fromEntries(facts.struck),
    strikeMs: Math.round(facts.strikeMs),
    drainMs: Math.round(facts.drainMs),
  };
}

function isHarmful({ task, attempt }: { task: string; attempt: number }): boolean {
  return attempt === 1 && HARMFUL.some((kind) => task.startsWith(`${kind}.`));
}

function tally(values: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}
