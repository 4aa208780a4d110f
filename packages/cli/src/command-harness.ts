import { CeleriacError, type Clock } from "@celeriac/core";
import type { CommandPorts, ExitCode } from "./command-ports.ts";
import { runProgram } from "./run-program.ts";

/** What one run of the command said and came to. */
export interface CommandRun {
  readonly out: string;
  readonly err: string;
  readonly exitCode: ExitCode;
}

/** What differs from run to run. */
export interface CommandWorld extends Partial<CommandPorts> {
  /** What any module exports. */
  readonly app?: unknown;
}

/** Runs the command as its tests need it: no terminal, no resources, time that stands still. */
export async function runCommand(
  words: readonly string[],
  { app, ...ports }: CommandWorld = {},
): Promise<CommandRun> {
  let out = "";
  let err = "";
  let exitCode: ExitCode = 0;
  await runProgram(words, {
    version: "0.0.0",
    directory: import.meta.dirname,
    stdout: (text) => {
      out += text;
    },
    stderr: (text) => {
      err += text;
    },
    colors: false,
    columns: undefined,
    progressColumns: undefined,
    ask: undefined,
    environment: {},
    clock: STILL,
    importModule: () => Promise.resolve({ app }),
    readStdin: () => Promise.resolve(""),
    findResources: () => {
      throw new CeleriacError("missing-resource", "this run knows of no resources.");
    },
    resourcesAt: () => Promise.reject(new Error("this run knows of no endpoint")),
    openApp: () => {
      throw new Error("this run has no running app");
    },
    installCommands: () => Promise.resolve([]),
    runWorker: () => Promise.reject(new Error("this run has no worker")),
    startDev: () => Promise.reject(new Error("this run brings up nothing")),
    deployments: { read: () => Promise.reject(new Error("this run has no deployment")) },
    interruptible: (work) => work(new AbortController().signal),
    setExitCode: (code) => {
      exitCode = code;
    },
    ...ports,
  });
  return { out, err, exitCode };
}

const STILL: Clock = {
  now: () => 0,
  monotonic: () => 0,
  timer: () => () => undefined,
  sleep: () => Promise.resolve(),
};
