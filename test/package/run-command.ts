import { execFile } from "node:child_process";

export interface CommandEnd {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end, whatever that is; without what npm and the tests' own process set for their children. */
export function runCommand(
  program: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env?: Readonly<Record<string, string>> },
): Promise<CommandEnd> {
  const env = { ...plainEnvironment(), NO_COLOR: "1", ...options.env };
  return new Promise((resolve) => {
    execFile(
      program,
      args,
      { cwd: options.cwd, env, encoding: "utf8" },
      (error, stdout, stderr) => {
        const code = typeof error?.code === "number" ? error.code : error === null ? 0 : -1;
        resolve({ code, stdout, stderr });
      },
    );
  });
}

function plainEnvironment(): Record<string, string | undefined> {
  const names = Object.keys(process.env).filter(
    (name) => !/^(npm_|VITEST|NODE_OPTIONS$|NODE_ENV$|CELERIAC_|FORCE_COLOR$)/.test(name),
  );
  return Object.fromEntries(names.map((name) => [name, process.env[name]]));
}
