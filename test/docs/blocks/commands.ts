import { type ParseEntry, parse } from "shell-quote";

/** One command of a shell script, by its words; variables stand as `$NAME`. */
export type ShellCommand = readonly string[];

/** The commands of a script, those of pipelines, lists and substitutions each by itself. Comments are left out. */
export function commandsIn(script: string): readonly ShellCommand[] {
  const joined = script.replaceAll(/\\\n\s*/g, " ");
  return joined.split("\n").flatMap((line) => split(parse(line, (name) => `$${name}`)));
}

/** What follows `celeriac` in a command, if it is one: also behind `npx`, `npm exec --` or `sst shell … --`. */
export function celeriacArguments(command: ShellCommand): readonly string[] | undefined {
  const at = command.indexOf("celeriac");
  const leads = command.slice(0, at).every((word) => !/^(npm|pnpm|yarn|node|cd|mkdir)$/.test(word));
  const isExec = command[0] === "npm" && command[1] === "exec";
  return at >= 0 && (leads || isExec) ? command.slice(at + 1) : undefined;
}

/** The npm script that a command runs, if it runs one. */
export function npmScript(command: ShellCommand): string | undefined {
  const [program, verb = "", name] = command;
  if (program !== "npm" || command.some((word) => /^(-w|--workspace)/.test(word))) return undefined;
  if (verb === "run") return name;
  return verb === "start" || verb === "test" ? verb : undefined;
}

function split(entries: readonly ParseEntry[]): readonly ShellCommand[] {
  const commands: string[][] = [[]];
  for (const entry of entries) {
    if (typeof entry === "string") commands.at(-1)?.push(entry);
    else if ("comment" in entry) break;
    else if (entry.op === "glob") commands.at(-1)?.push("pattern" in entry ? entry.pattern : "");
    else commands.push([]);
  }
  return commands.filter((command) => command.length > 0);
}
