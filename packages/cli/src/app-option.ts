import type { Command } from "commander";

/** What every command that reads an app can be told. */
export interface AppOption {
  readonly app?: string;
}

/** What every command can be told. */
export interface JsonOption {
  readonly json?: boolean;
}

/** Adds `--app <module>`: give its value to `loadApp`. */
export function addAppOption(command: Command): Command {
  return command.option(
    "--app <module>",
    'the module that exports the app, or "module#export" (default: "celeriac": { "app": … } in package.json, else src/app.ts or app.ts)',
  );
}

/** Adds `--json`, which every command has: its answer for programs, of a shape that only grows. */
export function addJsonOption(command: Command): Command {
  return command.option("--json", "print JSON instead of text");
}
