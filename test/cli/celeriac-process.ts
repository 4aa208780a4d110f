import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";

/** The command's own file. */
export const PROGRAM: string = fileURLToPath(
  new URL("../../packages/celeriac/src/cli.ts", import.meta.url),
);

export interface Ended {
  readonly out: string;
  readonly err: string;
  readonly code: number;
}

export interface ProcessOptions {
  readonly directory: string;
  /** Instead of this process's own. */
  readonly environment?: Readonly<Record<string, string | undefined>> | undefined;
  /** The standard input. @defaultValue empty */
  readonly input?: string | undefined;
}

/** Runs the command as a user does: in a process, its input and output pipes. */
export function runCeleriac(
  words: readonly string[],
  { directory, environment = process.env, input = "" }: ProcessOptions,
): Promise<Ended> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [PROGRAM, ...words],
      { cwd: directory, env: { ...environment } },
      (error, out, err) => {
        resolve({ out, err, code: typeof error?.code === "number" ? error.code : 0 });
      },
    );
    // A command that reads nothing may have ended by now.
    child.stdin?.on("error", () => undefined);
    child.stdin?.end(input);
  });
}
