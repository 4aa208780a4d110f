import type { TaskContext, TaskRecord } from "@celeriac/core";
import { type AttemptControl, createAttemptControl, type StopReason } from "./attempt-control.ts";
import { RECORDING_MARGIN_MS } from "./gate.ts";
import { startHeartbeat } from "./heartbeat.ts";
import type { Job } from "./job.ts";
import type { LeaseTerms } from "./lease.ts";
import type { OutputAnswer } from "./output.ts";
import { createProgressWriter } from "./progress.ts";
import { createTaskContext } from "./task-context.ts";

/** What ended an attempt's handler. */
export type HandlerEnd =
  | { readonly kind: "returned"; readonly output: OutputAnswer }
  | { readonly kind: "threw"; readonly error: unknown }
  | { readonly kind: "stopped"; readonly why: StopReason };

export interface AttemptResult {
  readonly end: HandlerEnd;
  readonly progress: { readonly value: unknown } | undefined;
  readonly leaseIsOver: () => boolean;
}

export interface AttemptOrder {
  readonly job: Job;
  /** `undefined`: runs without a claim. */
  readonly claimed: TaskRecord | undefined;
  readonly claimedAt: number;
  readonly terms: LeaseTerms;
  /** Extends what is held together with the lease. */
  readonly keep?: (() => Promise<boolean>) | undefined;
  /** Runs the handler, then checks and stores what it returned: both under the heartbeat. */
  readonly run: (context: TaskContext) => Promise<OutputAnswer>;
}

/** Step 4: runs the handler under its limits, with the heartbeat around it; the heartbeat has ended when it answers. */
export async function runAttempt(order: AttemptOrder): Promise<AttemptResult> {
  const { job, claimed, terms } = order;
  const { ports } = job.context;
  const hardLimitMs = hardLimit(job);
  const control = createAttemptControl({
    clock: ports.clock,
    softLimitMs: job.envelope.softTimeLimitMs ?? job.task?.softTimeLimitMs,
    hardLimitMs,
    shutdown: job.delivery.shutdown,
  });
  const heartbeat = startHeartbeat({
    ports,
    delivery: job.delivery,
    terms,
    claimed,
    claimedAt: order.claimedAt,
    keep: order.keep,
    onRevoke: control.revoke,
    onLeaseLost: control.loseLease,
  });
  const progress = createProgressWriter(ports, claimed);
  const deadline = hardLimitMs === undefined ? undefined : ports.clock.now() + hardLimitMs;
  const context = createTaskContext(job, claimed?.attempts ?? 1, deadline, control, progress);
  try {
    const end = await Promise.race([
      settle(() => order.run(context)),
      control.stopped.then((why): HandlerEnd => ({ kind: "stopped", why })),
    ]);
    return {
      end: asked(end, control),
      progress: await progress.finish(),
      leaseIsOver: heartbeat.leaseIsOver,
    };
  } finally {
    control.dispose();
    await heartbeat.stop();
  }
}

/** A handler that throws because it was asked to stop was stopped; one that still returns has done its work. */
function asked(end: HandlerEnd, control: AttemptControl): HandlerEnd {
  const why = control.abortedFor();
  if (why === "lease-lost") return { kind: "stopped", why };
  if (end.kind !== "threw") return end;
  const isAsked = why === "shutting-down" || why === "worker-lost" || why === "revoke-requested";
  return isAsked ? { kind: "stopped", why } : end;
}

async function settle(run: () => Promise<OutputAnswer>): Promise<HandlerEnd> {
  try {
    return { kind: "returned", output: await run() };
  } catch (error) {
    return { kind: "threw", error };
  }
}

/** The task's hard limit, or what Lambda's own deadline leaves, whichever is shorter. */
function hardLimit(job: Job): number | undefined {
  const own = job.envelope.timeLimitMs ?? job.task?.timeLimitMs;
  const remainingMs = job.delivery.remainingMs?.();
  if (remainingMs === undefined) return own;
  return Math.min(own ?? Number.POSITIVE_INFINITY, Math.max(0, remainingMs - RECORDING_MARGIN_MS));
}
