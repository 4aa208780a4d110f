import { createSeededRandom } from "@celeriac/testing/models";
import type { NetworkFault, ProxiedService } from "./faulty-proxy.ts";
import { type Host, type Kind, kinds } from "./tasks.ts";

/** What a seed decides: when which fault strikes whom, and what is asked for when. Not how the processes interleave. */
export interface FaultPlan {
  readonly processes: readonly ProcessFault[];
  readonly network: readonly NetworkWindow[];
  /** The clocks of the workers, in the order in which they are started: how wrong, ms. */
  readonly clockShiftsMs: readonly number[];
  readonly tasks: readonly PlannedTask[];
}

/** `target` picks one of those that are alive then: from 0 (the first) to below 1 (the last). */
export type ProcessFault =
  | {
      readonly kind: "SIGKILL" | "SIGTERM";
      readonly atMs: number;
      readonly victim: Host;
      readonly target: number;
    }
  /** SIGSTOP, and SIGCONT after so long. */
  | {
      readonly kind: "pause";
      readonly atMs: number;
      readonly victim: "worker";
      readonly target: number;
      readonly forMs: number;
    };

export interface NetworkWindow extends NetworkFault {
  readonly atMs: number;
  readonly untilMs: number;
}

export interface PlannedTask {
  readonly kind: Kind;
  readonly host: Host;
  readonly n: number;
  readonly atMs: number;
  /** Not before so long after it was enqueued. */
  readonly laterMs: number | undefined;
  /** Revoked so long after it was enqueued; a doomed one, after it has started. */
  readonly revokedAfterMs: number | undefined;
}

export interface FaultPlanOptions {
  readonly seed: number;
  readonly tasks: number;
  /** How long faults strike, ms. */
  readonly lengthMs: number;
}

const KILL_EVERY_MS = 1000;
const PAUSE_EVERY_MS = 7000;
const WINDOW_EVERY_MS = 2500;
/** Every fourth worker is slow, every fourth is fast. The worst clock is further off than the 5 s that a lease allows, ms. */
const WORST_CLOCK_MS = 12_000;
const LATE_WRITES_MS = 4000;
/** How long nothing can be sent, ms: several kills long. */
const NO_SENDS_MS = 4000;
/** More than are ever started. */
const CLOCKS = 200;

/** How many of a thousand tasks are of a kind; `plain` are the rest. */
const PER_THOUSAND: Readonly<Partial<Record<Kind, number>>> = {
  flaky: 60,
  slow: 50,
  parent: 40,
  rejected: 40,
  large: 8,
  quiet: 25,
};

/** How many wait for an eta, and from where on they are revoked: of those that run for a second more, in mid-run. */
const LATER_BELOW = 0.06;
const REVOKED_FROM = 0.95;
const SLOW_REVOKED_FROM = 0.6;

/** Tasks that end or block their process: so many of each on each host, evenly spread. */
export const HARMFUL: readonly Kind[] = ["exiting", "blocking", "hungry", "doomed"];
const HARMFUL_EACH = 3;

/** How network faults are drawn: each as often as the others. */
const NETWORK_KINDS: readonly NetworkFault["kind"][] = [
  "slow",
  "unavailable",
  "throttled",
  "cut-before",
  "cut-after",
  "late",
  "half-open",
];

const SERVICES: readonly ProxiedService[] = ["sqs", "dynamodb"];

/** Operations that a window is narrowed to, half of the time. */
const OPERATIONS: Readonly<Record<ProxiedService, readonly string[]>> = {
  sqs: ["SendMessageBatch", "ReceiveMessage", "DeleteMessageBatch", "ChangeMessageVisibilityBatch"],
  dynamodb: ["BatchExecuteStatement", "BatchGetItem"],
  s3: ["PUT", "GET"],
  scheduler: [],
};

/** Draws a plan: the same seed and sizes give the same plan. Each part has its own chance, so that none shifts another. */
export function planFaults({ seed, tasks, lengthMs }: FaultPlanOptions): FaultPlan {
  const chance = (part: number): (() => number) => createSeededRandom(seed * 31 + part).next;
  return {
    processes: planProcessFaults(chance(1), lengthMs),
    network: planNetwork(chance(2), lengthMs),
    clockShiftsMs: planClocks(chance(3)),
    tasks: planTasks(chance(4), tasks, lengthMs),
  };
}

function planProcessFaults(next: () => number, lengthMs: number): readonly ProcessFault[] {
  const faults: ProcessFault[] = [];
  for (let atMs = KILL_EVERY_MS; atMs < lengthMs; atMs += KILL_EVERY_MS) {
    const kind = next() < 0.75 ? "SIGKILL" : "SIGTERM";
    const victim = next() < 0.65 ? "worker" : "lambda";
    faults.push({ kind, atMs, victim, target: next() });
  }
  for (let atMs = PAUSE_EVERY_MS / 2; atMs < lengthMs; atMs += PAUSE_EVERY_MS) {
    const forMs = between(next, 8500, 11_000);
    faults.push({ kind: "pause", atMs, victim: "worker", target: next(), forMs });
  }
  return faults.toSorted((a, b) => a.atMs - b.atMs);
}

function planNetwork(next: () => number, lengthMs: number): readonly NetworkWindow[] {
  const windows: NetworkWindow[] = [];
  const first = Math.floor(next() * NETWORK_KINDS.length);
  for (let atMs = WINDOW_EVERY_MS / 2; atMs < lengthMs; atMs += WINDOW_EVERY_MS) {
    const kind = NETWORK_KINDS[(first + windows.length) % NETWORK_KINDS.length] ?? "slow";
    const service: ProxiedService = next() < 0.1 ? "s3" : pick(next, SERVICES);
    const operation = next() < 0.5 ? pick(next, OPERATIONS[service]) : undefined;
    const share = between(next, 300, 1000) / 1000;
    const untilMs = Math.min(lengthMs, atMs + between(next, 600, 2400));
    windows.push({ kind, service, operation, share, atMs, untilMs });
  }
  return [...windows, noSends(lengthMs), lateWrites(lengthMs)];
}

/** Failures are recorded all along, but nothing can be dead-lettered: whoever is killed now leaves that to a later delivery. */
function noSends(lengthMs: number): NetworkWindow {
  const atMs = Math.floor(lengthMs / 3);
  const untilMs = atMs + NO_SENDS_MS;
  return {
    kind: "unavailable",
    service: "sqs",
    operation: "SendMessageBatch",
    share: 1,
    atMs,
    untilMs,
  };
}

/** Writes are refused and carried out seconds later: whoever repeats them blindly reopens what has ended. */
function lateWrites(lengthMs: number): NetworkWindow {
  const atMs = Math.floor(lengthMs / 2);
  const untilMs = atMs + LATE_WRITES_MS;
  const operation = "BatchExecuteStatement";
  return { kind: "late", service: "dynamodb", operation, share: 0.5, atMs, untilMs };
}

function planClocks(next: () => number): readonly number[] {
  return Array.from({ length: CLOCKS }, (_none, started) => {
    const shiftMs = between(next, WORST_CLOCK_MS / 3, WORST_CLOCK_MS);
    if (started % 4 === 0) return -shiftMs;
    return started % 4 === 1 ? shiftMs : 0;
  });
}

function planTasks(next: () => number, count: number, lengthMs: number): readonly PlannedTask[] {
  const tasks = Array.from({ length: count }, (_none, n): PlannedTask => {
    const kind = drawKind(next);
    const rare = kind === "quiet" ? 0.5 : next();
    const revoked = rare >= (kind === "slow" ? SLOW_REVOKED_FROM : REVOKED_FROM);
    return {
      kind,
      host: next() < 0.55 ? "worker" : "lambda",
      n,
      atMs: Math.floor((n / count) * lengthMs),
      laterMs: rare < LATER_BELOW ? between(next, 1500, 8000) : undefined,
      revokedAfterMs: revoked ? between(next, 0, 1200) : undefined,
    };
  });
  const harmful = Array.from({ length: HARMFUL_EACH }, () => HARMFUL).flat();
  const hosts: readonly Host[] = ["worker", "lambda"];
  const all = harmful.flatMap((kind) => hosts.map((host) => ({ kind, host })));
  const apart = count / all.length;
  for (const [place, { kind, host }] of all.entries()) {
    const at = Math.floor((place + next()) * apart);
    const task = tasks[at];
    if (task === undefined) throw new Error(`${count} tasks are too few for a plan`);
    const revokedAfterMs = kind === "doomed" ? 0 : undefined;
    tasks[at] = { ...task, kind, host, laterMs: undefined, revokedAfterMs };
  }
  return tasks;
}

function drawKind(next: () => number): Kind {
  let drawn = next() * 1000;
  for (const kind of Object.keys(kinds) as Kind[]) {
    drawn -= PER_THOUSAND[kind] ?? 0;
    if (drawn < 0) return kind;
  }
  return "plain";
}

function between(next: () => number, least: number, most: number): number {
  return Math.floor(least + next() * (most - least));
}

function pick<Item>(next: () => number, items: readonly Item[]): Item {
  const item = items[Math.floor(next() * items.length)];
  if (item === undefined) throw new Error("there is nothing to pick from");
  return item;
}
