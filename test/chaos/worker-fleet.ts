import { fileURLToPath } from "node:url";
import { type ChildKeeper, createChildKeeper, type KeptChild } from "@celeriac/local";

const WORKER = fileURLToPath(new URL("./hosts/worker.ts", import.meta.url));
const WRONG_CLOCK = new URL("./hosts/wrong-clock.ts", import.meta.url).href;
/** Small, so that taking it all takes a moment only. */
const HEAP_MB = 96;

export interface WorkerFleetOptions {
  readonly size: number;
  readonly environment: Readonly<Record<string, string>>;
  /** The clock of the n-th worker that is started: how wrong, ms. */
  readonly clockShiftMs: (started: number) => number;
  readonly onLine: (line: string) => void;
}

/** Worker processes of which as many are always there: one that ends is replaced at once, as ECS does. */
export interface WorkerFleet {
  /** Who lives now, the oldest first. */
  alive(): readonly KeptChild[];
  /** How many were started, and how they ended (`SIGKILL`, `0`): how often. */
  readonly started: () => number;
  readonly ends: ReadonlyMap<string, number>;
  /** SIGSTOP, and SIGCONT after so long or at the end of all pauses. */
  pause(child: KeptChild, forMs: number): void;
  resumeAll(): void;
  /** Asks all to stop, replaces nobody, and kills who is still there after so long. */
  stop(graceMs: number): Promise<void>;
}

/** Starts the fleet. Nothing of it outlives this process, not even a paused worker when this process is killed. */
export function startWorkerFleet(options: WorkerFleetOptions): WorkerFleet {
  const keeper: ChildKeeper = createChildKeeper();
  const alive = new Set<KeptChild>();
  const paused = new Map<KeptChild, NodeJS.Timeout>();
  const ends = new Map<string, number>();
  let started = 0;
  let stopping = false;

  const start = (): void => {
    const shift = String(options.clockShiftMs(started));
    started += 1;
    const child = keeper.start({
      command: process.execPath,
      arguments: [`--max-old-space-size=${HEAP_MB}`, "--import", WRONG_CLOCK, WORKER],
      environment: {
        PATH: process.env["PATH"] ?? "",
        ...options.environment,
        CHAOS_CLOCK_SHIFT_MS: shift,
      },
      onLine: options.onLine,
    });
    alive.add(child);
    void child.exited.then(({ code, signal }) => {
      alive.delete(child);
      const end = signal ?? String(code);
      ends.set(end, (ends.get(end) ?? 0) + 1);
      if (!stopping) start();
    });
  };

  const resume = (child: KeptChild): void => {
    clearTimeout(paused.get(child));
    paused.delete(child);
    child.kill("SIGCONT");
  };
  const resumeAll = (): void => {
    for (const child of paused.keys()) resume(child);
  };

  for (let n = 0; n < options.size; n += 1) start();
  return {
    alive: () => [...alive],
    started: () => started,
    ends,
    pause: (child, forMs) => {
      child.kill("SIGSTOP");
      clearTimeout(paused.get(child));
      paused.set(
        child,
        setTimeout(() => resume(child), forMs),
      );
    },
    resumeAll,
    stop: async (graceMs) => {
      stopping = true;
      resumeAll();
      const left = [...alive];
      for (const child of left) child.kill("SIGTERM");
      const killing = setTimeout(() => {
        for (const child of left) child.kill("SIGKILL");
      }, graceMs);
      await Promise.all(left.map((child) => child.exited));
      clearTimeout(killing);
      await keeper.stop();
    },
  };
}
