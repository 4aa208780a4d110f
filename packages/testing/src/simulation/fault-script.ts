import type { Random } from "@celeriac/core";

/** What may go wrong with one call of a process to a port. */
export type CallFaultKind =
  /** The process dies before its request leaves. */
  | "crash-before"
  /** The request is applied, and the process dies before it hears of it. */
  | "crash-after"
  /** Nothing is applied: throttled, cut off, refused. */
  | "refused"
  /** It is applied, and the process is told that it failed. */
  | "unknown"
  /** The process is told that it failed, and it is applied `ms` later. */
  | "late"
  /** The process stands still for `ms` before its request leaves. */
  | "paused-before"
  /** The process stands still for `ms` after its request has left. */
  | "paused-after";

export const CALL_FAULT_KINDS: readonly CallFaultKind[] = [
  "crash-before",
  "crash-after",
  "refused",
  "unknown",
  "late",
  "paused-before",
  "paused-after",
];

/** One fault of a history: which call it met, counted over all processes from 0. */
export interface ScriptedFault {
  readonly call: number;
  readonly kind: CallFaultKind;
  /** Of `late` and of pauses. */
  readonly ms: number;
}

/** Decides about every call, and keeps what it decided, so that a history can be replayed and cut down. */
export interface FaultScript {
  /** What goes wrong with the next call. */
  next(): ScriptedFault | undefined;
  /** No more faults from now on. */
  calm(): void;
  /** Everything that went wrong so far. */
  readonly happened: readonly ScriptedFault[];
  /** Calls so far. */
  readonly calls: number;
}

export interface ChanceOptions {
  readonly random: Random;
  /** A random subset of these may happen (swarm testing: a fault that is always on hides what needs its absence). */
  readonly kinds?: readonly CallFaultKind[];
  readonly longestMs: number;
}

/** Faults by chance: a subset of the kinds, and how often they happen, are drawn once. */
export function chanceFaults(options: ChanceOptions): FaultScript {
  const { random, kinds = CALL_FAULT_KINDS, longestMs } = options;
  const on = kinds.filter(() => random.next() < 0.6);
  const rate = pick(random, [0.02, 0.05, 0.1]);
  return recorded((call) => {
    if (on.length === 0 || random.next() >= rate) return undefined;
    const kind = pick(random, on);
    return { call, kind, ms: Math.round(50 + random.next() * (longestMs - 50)) };
  });
}

/** Exactly these faults. */
export function scriptedFaults(script: readonly ScriptedFault[]): FaultScript {
  const byCall = new Map(script.map((fault) => [fault.call, fault]));
  return recorded((call) => byCall.get(call));
}

function recorded(decide: (call: number) => ScriptedFault | undefined): FaultScript {
  const happened: ScriptedFault[] = [];
  let calls = 0;
  let isCalm = false;
  return {
    next: () => {
      const call = calls;
      calls += 1;
      const fault = isCalm ? undefined : decide(call);
      if (fault !== undefined) happened.push(fault);
      return fault;
    },
    calm: () => {
      isCalm = true;
    },
    happened,
    get calls() {
      return calls;
    },
  };
}

function pick<Item>(random: Random, items: readonly Item[]): Item {
  return items[Math.floor(random.next() * items.length)] as Item;
}
