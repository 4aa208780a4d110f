import { CeleriacError, type ErrorCode, show } from "@celeriac/core";
import { CommanderError } from "commander";
import type { CommandPorts, ExitCode } from "./command-ports.ts";
import { createProgram } from "./program.ts";

/**
 * Runs one command. Its exit code is 0 unless the command says otherwise; what it throws becomes one message on
 * `stderr`, without a stack. Never rejects.
 * @param words what stands behind the command's name.
 */
export async function runProgram(words: readonly string[], ports: CommandPorts): Promise<void> {
  try {
    await createProgram(ports).parseAsync([...words], { from: "user" });
  } catch (error) {
    ports.setExitCode(report(error, ports));
  }
}

/** What was asked for was not understood, or there is nothing to do it with. */
const COULD_NOT_BEGIN: ReadonlySet<ErrorCode> = new Set([
  "invalid-definition",
  "invalid-options",
  "invalid-input",
  "missing-handler",
  "missing-resource",
  "missing-package",
  "credentials-missing",
  "missing-package",
  "emulator-failed",
]);

function report(error: unknown, ports: CommandPorts): ExitCode {
  // Commander has said it by itself: a help or a version that was asked for, or what was wrong.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (CeleriacError.is(error)) {
    ports.stderr(`error: ${error.message}\n`);
    return COULD_NOT_BEGIN.has(error.code) ? 2 : 1;
  }
  ports.stderr(
    `error: ${error instanceof Error ? `${error.name}: ${error.message}` : show(error)}\n`,
  );
  return 1;
}
