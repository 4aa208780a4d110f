import { type CommandPorts, type ExitCode, runProgram } from "@celeriac/cli";

/** What the doctor said on its standard output, and came to. */
export interface DoctorRun {
  readonly out: string;
  readonly exitCode: ExitCode;
}

/** What differs from run to run: the app, where its resources are said to be, and what reads them. */
export interface DoctorWorld extends Pick<CommandPorts, "deployments" | "findResources"> {
  readonly app: unknown;
  /** The standard input. @defaultValue empty */
  readonly input?: string;
}

/** Runs `celeriac doctor` without a terminal. What it says on its standard error is an error here. */
export async function runDoctor(
  words: readonly string[],
  { app, input = "", ...ports }: DoctorWorld,
): Promise<DoctorRun> {
  let [out, err] = ["", ""];
  let exitCode: ExitCode = 0;
  // The module is named, as a user would, and answered below.
  await runProgram(["doctor", "--app", import.meta.filename, ...words], {
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
    readStdin: () => Promise.resolve(input),
    setExitCode: (code) => {
      exitCode = code;
    },
    ...ports,
  });
  if (err !== "") throw new Error(err);
  return { out, exitCode };
}
