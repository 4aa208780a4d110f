import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { emulatorError } from "../emulator-error.ts";
import { KEEPER_SOURCE } from "./keeper-source.ts";

export interface ChildOptions {
  readonly command: string;
  readonly arguments: readonly string[];
  /** The child's whole environment: it inherits nothing. */
  readonly environment: Readonly<Record<string, string>>;
  readonly directory?: string | undefined;
  /** Told every line of its output and error output. */
  readonly onLine: (line: string) => void;
}

/** How a process ended: its exit code, or the signal that ended it. */
export interface ChildExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface KeptChild {
  readonly pid: number;
  /** Resolves after the process has ended and its output was read to the end; never rejects. */
  readonly exited: Promise<ChildExit>;
  /** Signals the process and whatever it started. A process that has ended is left in peace. */
  kill(signal: NodeJS.Signals): void;
}

/** Starts child processes, and makes folders, that cannot outlive this one, not even when it is killed with SIGKILL. */
export interface ChildKeeper {
  readonly pid: number;
  /** @throws {CeleriacError} emulator-failed when the program cannot be started. */
  start(options: ChildOptions): KeptChild;
  /** A new folder for temporary files, removed at the end. */
  folder(): Promise<string>;
  /** Removes this file or folder at the end, if it is there. */
  removeAtEnd(path: string): void;
  /** Kills the children that are left, removes the folders, and ends. */
  stop(): Promise<void>;
}

/**
 * A keeper is one small Node process whose input is a pipe from this one. The pipe closes when this process ends,
 * however it ends; then the keeper kills what it was told of. Children lead process groups of their own, so that
 * an interrupt from the terminal reaches only this process, which can then stop them in order.
 */
export function createChildKeeper(): ChildKeeper {
  const keeper = spawn(process.execPath, ["-e", KEEPER_SOURCE], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
    env: {},
  });
  const keeperExited = once(keeper, "exit");
  // Writing to a keeper that someone has killed must not end this process.
  keeper.stdin.on("error", () => undefined);
  const children = new Set<KeptChild>();

  const start = (options: ChildOptions): KeptChild => {
    const child = spawnChild(options);
    keeper.stdin.write(`+${child.pid}\n`);
    children.add(child);
    void child.exited.then(() => {
      keeper.stdin.write(`-${child.pid}\n`);
      children.delete(child);
    });
    return child;
  };

  const removeAtEnd = (path: string): void => {
    keeper.stdin.write(`=${path}\n`);
  };

  const folder = async (): Promise<string> => {
    const path = await mkdtemp(join(tmpdir(), "celeriac-local-"));
    removeAtEnd(path);
    return path;
  };

  const stop = async (): Promise<void> => {
    const left = [...children];
    for (const child of left) child.kill("SIGKILL");
    await Promise.all(left.map((child) => child.exited));
    keeper.stdin.end();
    await keeperExited;
  };

  return { pid: pidOf(keeper, "the keeper of child processes"), start, folder, removeAtEnd, stop };
}

function spawnChild(options: ChildOptions): KeptChild {
  const child = spawn(options.command, [...options.arguments], {
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
    env: { ...options.environment },
    ...(options.directory === undefined ? {} : { cwd: options.directory }),
  });
  // A program that cannot be run has no pid; its "error" event comes too, and would end this process unheard.
  child.on("error", () => undefined);
  const pid = pidOf(child, options.command);
  for (const stream of [child.stdout, child.stderr]) readLines(stream, options.onLine);
  let ended = false;
  child.once("exit", () => {
    ended = true;
    // What it started and left behind would hold its output open, and this one's end would never be seen.
    signalGroup(pid, "SIGKILL");
  });
  const exited = new Promise<ChildExit>((resolve) => {
    child.once("close", (code, signal) => resolve({ code, signal }));
  });
  return {
    pid,
    exited,
    kill: (signal) => {
      if (!ended) signalGroup(pid, signal);
    },
  };
}

function pidOf(child: ChildProcess, what: string): number {
  if (child.pid === undefined) {
    throw emulatorError(`could not start ${what}: is it there, and may it be executed?`);
  }
  return child.pid;
}

function readLines(stream: Readable, onLine: (line: string) => void): void {
  createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY }).on("line", onLine);
}

/** The whole group where there are groups (not on Windows), else the process. */
function signalGroup(pid: number, signal: NodeJS.Signals): void {
  for (const target of [-pid, pid]) {
    try {
      process.kill(target, signal);
      return;
    } catch {
      // No such group, or already gone.
    }
  }
}
