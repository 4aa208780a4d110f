import { type CommandWorld, type ExitCode, runCommand } from "@celeriac/cli";

/** What the doctor said on its standard output, and came to. */
export interface DoctorRun {
  readonly out: string;
  readonly exitCode: ExitCode;
}

/** What differs from run to run: the app, where its resources are said to be, and what reads them. */
export interface DoctorWorld
  extends Required<Pick<CommandWorld, "app" | "deployments" | "findResources">> {
  /** The standard input. @defaultValue empty */
  readonly input?: string;
}

/** Runs `celeriac doctor` without a terminal. What it says on its standard error is an error here. */
export async function runDoctor(
  words: readonly string[],
  { input = "", ...world }: DoctorWorld,
): Promise<DoctorRun> {
  // The module is named, as a user would, and answered by the world.
  const { out, err, exitCode } = await runCommand(
    ["doctor", "--app", import.meta.filename, ...words],
    { ...world, readStdin: () => Promise.resolve(input) },
  );
  if (err !== "") throw new Error(err);
  return { out, exitCode };
}
