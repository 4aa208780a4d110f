import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { ChildExit, ChildKeeper, KeptChild } from "../process/child-keeper.ts";
import type { Taken } from "./dev-functions.ts";

/** A worker that has said nothing of itself for so long, ms, has a logger of its own, and runs. */
const SILENT_START_MS = 10_000;

/** A worker that ended by itself is started again after this, ms, as a service would. */
const RESTART_AFTER_MS = 1000;

/** The line that `runWorker` writes when it begins to receive. */
const RUNS = '"the worker runs"';

const HOST = "worker";

export interface DevWorkerOptions {
  readonly keeper: ChildKeeper;
  /** The working directory. */
  readonly directory: string;
  readonly onLine: (line: string) => void;
  /** It ended by itself; `startsAgain`: it had begun to run. */
  readonly onEnd: (how: string, startsAgain: boolean) => void;
}

/** The worker of an app under development: one process at a time that receives. */
export interface DevWorker {
  /**
   * Starts a worker from a bundle and, once it runs, lets the one before drain. When it ends before it runs, the one before
   * goes on.
   */
  deploy(folder: string, environment: Readonly<Record<string, string>>): Promise<Taken>;
  /** Lets the worker drain: there is no queue for one any more. */
  drop(): void;
  /** Lets every worker drain, as SIGTERM does. */
  stop(): Promise<void>;
}

/** What is to run; the highest number counts. */
interface Order {
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly number: number;
}

interface Running {
  readonly child: KeptChild;
  readonly started: Promise<ChildExit | undefined>;
  toldToEnd: boolean;
}

export function createDevWorker(options: DevWorkerOptions): DevWorker {
  let current: Running | undefined;
  let stopping = false;
  let orders = 0;
  const all = new Set<Running>();

  const end = async (running: Running): Promise<void> => {
    running.toldToEnd = true;
    running.child.kill("SIGTERM");
    await running.child.exited;
  };
  const restart = async (order: Order): Promise<void> => {
    await delay(RESTART_AFTER_MS);
    // Newer code is on its way, or has come.
    if (stopping || order.number !== orders) return;
    const taken = await take(order);
    if (!taken.ok) options.onEnd(taken.reason, false);
  };
  const start = (order: Order): Running => {
    const { child, started } = startWorker(order, options);
    const running: Running = { child, started, toldToEnd: false };
    all.add(running);
    void child.exited.then(async (exit) => {
      all.delete(running);
      if (current !== running || running.toldToEnd) return;
      current = undefined;
      options.onEnd(howEnded(exit), true);
      await restart(order);
    });
    return running;
  };
  const take = async (order: Order): Promise<Taken> => {
    const next = start(order);
    const exit = await next.started;
    if (exit !== undefined) {
      return { ok: false, host: HOST, reason: howEnded(exit), kept: current !== undefined };
    }
    if (order.number !== orders || stopping) return { ok: true, host: HOST, retired: end(next) };
    const before = current;
    current = next;
    const retired = before === undefined ? Promise.resolve() : end(before);
    return { ok: true, host: HOST, retired };
  };

  return {
    deploy: (folder, environment) => {
      orders += 1;
      return take({ folder, environment, number: orders });
    },
    drop: () => {
      orders += 1;
      if (current !== undefined) void end(current);
      current = undefined;
    },
    stop: async () => {
      stopping = true;
      await Promise.all([...all].map(end));
    },
  };
}

/** `started` resolves with `undefined` when it runs, else with how it ended before. */
function startWorker(
  { folder, environment }: Order,
  { keeper, directory, onLine }: DevWorkerOptions,
): Pick<Running, "child" | "started"> {
  const runs = Promise.withResolvers<undefined>();
  const child = keeper.start({
    command: process.execPath,
    arguments: ["--enable-source-maps", join(folder, "index.mjs")],
    environment,
    directory,
    onLine: (line) => {
      if (line.includes(RUNS)) runs.resolve(undefined);
      onLine(line);
    },
  });
  const patience = setTimeout(() => runs.resolve(undefined), SILENT_START_MS);
  const started = Promise.race([child.exited, runs.promise]).finally(() => clearTimeout(patience));
  return { child, started };
}

function howEnded({ code, signal }: ChildExit): string {
  return signal === null ? `exit code ${code}` : `by ${signal}`;
}
