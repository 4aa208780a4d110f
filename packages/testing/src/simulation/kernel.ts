import type { Random } from "@celeriac/core";
import { createSeededRandom } from "../seeded-random.ts";
import { createVirtualClock, type VirtualClock } from "../virtual-clock.ts";

/** Time, chance and trace of one simulated history: the same seed gives the same one, call by call. */
export interface Kernel {
  /** True time: what AWS's models live by. Processes have clocks of their own, off by their skew. */
  readonly clock: VirtualClock;
  /** A stream of chance by its name: drawing from one moves no other. */
  random(stream: string): Random;
  /** Adds a line to the history. `subject` is hashed once for each text, so it should come from a small set. */
  note(what: string, subject: string, value?: number): void;
  /** A number for the whole history so far: two runs that differ anywhere differ here. */
  readonly traceHash: number;
  /** Lines noted so far. */
  readonly notes: number;
}

export interface KernelOptions {
  readonly seed: number;
  /** The wall clock at the start, epoch ms. @defaultValue 2026-01-01T00:00:00Z */
  readonly startAt?: number;
  /** Lets everything that is promised happen, between two events. @defaultValue one turn of the event loop */
  readonly turn?: () => Promise<void>;
  /** Told every line of the history, with the ms since the start. */
  readonly onNote?:
    | ((ms: number, what: string, subject: string, value: number) => void)
    | undefined;
}

const FNV_PRIME = 16_777_619;
const FNV_START = 2_166_136_261;

/** Creates the kernel of one history. */
export function createKernel(options: KernelOptions): Kernel {
  const { seed, startAt, turn, onNote } = options;
  const random = (stream: string): Random =>
    createSeededRandom(mixed(Math.imul(seed, 2_654_435_761), textHash(stream)));
  const clock = createVirtualClock({
    ...(startAt === undefined ? {} : { startAt }),
    ...(turn === undefined ? {} : { turn }),
    ties: random("ties"),
  });
  const beganAt = clock.now();
  const known = new Map<string, number>();
  let traceHash = FNV_START;
  let notes = 0;

  function hashOf(text: string): number {
    const found = known.get(text);
    if (found !== undefined) return found;
    const hash = textHash(text);
    known.set(text, hash);
    return hash;
  }

  return {
    clock,
    random,
    note: (what, subject, value = 0) => {
      const ms = clock.now() - beganAt;
      notes += 1;
      traceHash = mixed(mixed(traceHash, Math.round(ms * 1000)), hashOf(what));
      traceHash = mixed(mixed(traceHash, hashOf(subject)), value);
      onNote?.(ms, what, subject, value);
    },
    get traceHash() {
      return traceHash >>> 0;
    },
    get notes() {
      return notes;
    },
  };
}

function mixed(hash: number, value: number): number {
  let next = Math.imul(hash ^ (value | 0), FNV_PRIME);
  next = Math.imul(next ^ (next >>> 15), 2_246_822_507);
  return next ^ (next >>> 13);
}

function textHash(text: string): number {
  let hash = FNV_START;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), FNV_PRIME);
  }
  return hash;
}
