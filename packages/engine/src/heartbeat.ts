import { removalTime, type TaskRecord, type WriteAnswer } from "@celeriac/core";
import type { Delivery } from "./delivery.ts";
import type { EnginePorts } from "./engine-options.ts";
import type { LeaseTerms } from "./lease.ts";
import { visibilitySeconds } from "./put-back.ts";

export interface HeartbeatOptions {
  readonly ports: EnginePorts;
  readonly delivery: Delivery;
  readonly terms: LeaseTerms;
  /** `undefined` for an attempt without a claim: then only the visibility is extended. */
  readonly claimed: TaskRecord | undefined;
  /** `Clock.monotonic()` from before the claim was sent. */
  readonly claimedAt: number;
  /** Extends what is held together with the lease; false when it was lost. */
  readonly keep?: (() => Promise<boolean>) | undefined;
  readonly onRevoke: () => void;
  readonly onLeaseLost: () => void;
}

/** Keeps an attempt's lease and its message's invisibility while it runs. */
export interface Heartbeat {
  /** By the monotonic clock, counted from before the claim or the last good beat was sent. */
  readonly leaseIsOver: () => boolean;
  /** Ends it and waits for the beat under way, whose visibility must not override a backoff. */
  stop(): Promise<void>;
}

/** Starts beating. Beats of all attempts fall on the same instants, so that an adapter can send them as one call. */
export function startHeartbeat(options: HeartbeatOptions): Heartbeat {
  const { ports, terms, claimed } = options;
  const { clock } = ports;
  let leaseEnds = options.claimedAt + terms.leaseMs;
  let stopped = false;
  let revokeSeen = false;
  let cancelBeat = (): void => undefined;
  let cancelWatch = (): void => undefined;
  let underWay: Promise<void> = Promise.resolve();
  const leaseIsOver = (): boolean => claimed !== undefined && clock.monotonic() >= leaseEnds;

  const watch = (): void => {
    if (claimed === undefined) return;
    cancelWatch = clock.timer(Math.max(0, leaseEnds - clock.monotonic()), () => {
      if (stopped) return;
      if (leaseIsOver()) options.onLeaseLost();
      else watch();
    });
  };

  const extendLease = async (record: TaskRecord): Promise<void> => {
    const before = clock.monotonic();
    // Both or none: what is held must not end before the lease does.
    const [answer, kept] = await Promise.all([
      extend(ports, record, terms.leaseMs, revokeSeen),
      options.keep?.() ?? true,
    ]);
    if (answer.written && kept) {
      leaseEnds = before + terms.leaseMs;
    } else if (standsRevoked(answer, record) && !revokeSeen) {
      revokeSeen = true;
      // The lease has two beats left; from the next one on it is extended over the flag, while the handler ends.
      options.onRevoke();
    } else if (!stopped) {
      options.onLeaseLost();
    }
  };

  const beat = async (): Promise<void> => {
    const tries: Promise<unknown>[] = [];
    if (claimed !== undefined) tries.push(extendLease(claimed));
    if (terms.beatsVisibility) tries.push(extendVisibility(options));
    for (const outcome of await Promise.allSettled(tries)) {
      // Not extended: the lease runs on, the watch ends the attempt when it is over.
      if (outcome.status === "rejected") {
        ports.logger.warn("a heartbeat failed", { error: outcome.reason });
      }
    }
  };

  const plan = (): void => {
    if (terms.beatMs === undefined || stopped) return;
    cancelBeat = clock.timer(untilNextBeat(clock.monotonic(), terms.beatMs), () => {
      underWay = beat().then(plan);
    });
  };

  watch();
  plan();
  return {
    leaseIsOver,
    stop: async () => {
      stopped = true;
      cancelBeat();
      cancelWatch();
      await underWay;
    },
  };
}

/** Half a beat to one and a half from now, on a whole multiple of the beat. */
export function untilNextBeat(monotonic: number, beatMs: number): number {
  const earliest = monotonic + beatMs / 2;
  return Math.ceil(earliest / beatMs) * beatMs - monotonic;
}

function extend(
  ports: EnginePorts,
  record: TaskRecord,
  leaseMs: number,
  revokeSeen: boolean,
): Promise<WriteAnswer> {
  const now = ports.clock.now();
  return ports.store.update(
    record.taskId,
    {
      kind: "owner",
      owner: record.owner,
      generation: record.generation,
      unlessRevoked: !revokeSeen,
    },
    { leaseUntil: now + leaseMs, updatedAt: now, removeAfter: removalTime(now) },
  );
}

function standsRevoked(answer: WriteAnswer, record: TaskRecord): boolean {
  if (answer.written) return false;
  const { current } = answer;
  return (
    current !== undefined &&
    current.owner === record.owner &&
    current.generation === record.generation &&
    current.state === "STARTED" &&
    current.revokeRequested
  );
}

async function extendVisibility(options: HeartbeatOptions): Promise<void> {
  const { ports, delivery, terms } = options;
  const sinceReceiveMs = ports.clock.monotonic() - delivery.receivedAt;
  const seconds = visibilitySeconds(terms.leaseMs, sinceReceiveMs);
  // Past 12 hours only the lease is extended; the message's next delivery finds it held.
  if (seconds * 1000 < terms.leaseMs) return;
  await ports.visibility.changeVisibility(delivery.queue, delivery.message.receiptHandle, seconds);
}
