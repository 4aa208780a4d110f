import { CeleriacError } from "@celeriac/core";
import type { Command } from "commander";
import type { CommandPorts } from "./command-ports.ts";

/** What every command that destroys can be told. */
export interface YesOption {
  readonly yes?: boolean;
}

/** Adds `--yes`, for `confirm`. */
export function addYesOption(command: Command): Command {
  return command.option("-y, --yes", "do it without asking");
}

/**
 * Asks before something is destroyed, and answers whether to go on; with `--yes` nobody is asked. Whoever says no has said
 * all: the exit code is 1 then.
 * @param what says what would happen, in whole sentences.
 * @throws {CeleriacError} `invalid-options` where nobody can be asked.
 */
export async function confirm(
  what: string,
  { yes }: YesOption,
  ports: Pick<CommandPorts, "ask" | "stderr" | "setExitCode">,
): Promise<boolean> {
  if (yes === true) return true;
  if (ports.ask === undefined) {
    throw new CeleriacError(
      "invalid-options",
      `${what} Nobody can be asked whether that is meant, since this is no terminal: say --yes`,
    );
  }
  const answer = await ports.ask(`${what} Go on? [y/N] `);
  if (/^y(es)?$/i.test(answer.trim())) return true;
  ports.stderr("Nothing was changed.\n");
  ports.setExitCode(1);
  return false;
}
