import { CeleriacError } from "@celeriac/core";
import type { CommandPorts, ExitCode } from "./command-ports.ts";
import { runProgram } from "./run-program.ts";

/** What one run of the command said and came to. */
export interface CommandRun {
  readonly out: string;
  readonly err: string;
  readonly exitCode: ExitCode;
}

/** Runs the command as its tests need it: no terminal, and `app` as what any module exports. */
export async function runCommand(
  words: readonly string[],
  more: Partial<CommandPorts> & { readonly app?: unknown } = {},
): Promise<CommandRun> {
  const { app, ...ports } = more;
  let out = "";
  let err = "";
  let exitCode: ExitCode = 0;
  await runProgram(words, {
    directory: import.meta.dirname,
    stdout: (text) => {
      out += text;
    },
    stderr: (text) => {
      err += text;
    },
    colors: false,
    columns: undefined,
    environment: {},
    importModule: () => Promise.resolve({ app }),
    readStdin: () => Promise.resolve(""),
    findResources: () => {
      throw new CeleriacError("missing-resource", "this run knows of no resources.");
    },
    deployments: { read: () => Promise.reject(new Error("this run has no deployment")) },
    setExitCode: (code) => {
      exitCode = code;
    },
    ...ports,
  });
  return { out, err, exitCode };
}
