import { type App, printable } from "@celeriac/core";
import type { Command, Option } from "commander";
import type { CommandPorts } from "../command-ports.ts";
import { loadApp } from "../load-app/load-app.ts";

/** What may stand in the place of the word that is being typed. `files`: names of files, which the shell knows. */
export type Suggestions =
  | { readonly kind: "files" }
  | { readonly kind: "words"; readonly words: readonly SuggestedWord[] };

export interface SuggestedWord {
  readonly word: string;
  readonly purpose: string;
}

/**
 * What may stand in the place of the last word. Names of tasks and queues are the app's; where it cannot be loaded there are
 * none.
 * @param words what stands behind the command's name.
 */
export async function suggest(
  program: Command,
  words: readonly string[],
  ports: CommandPorts,
): Promise<Suggestions> {
  const before = words.slice(0, -1);
  const current = words.at(-1) ?? "";
  const place = placeOf(program, before);
  const [flag = "", value] = current.startsWith("--") ? splitOnce(current) : [];
  if (value !== undefined) {
    const option = optionOf(place.command, flag);
    const values = await valuesOf(option && wantedBy(option), before, ports);
    return values.kind === "files" ? values : startingWith(current, values.words, `${flag}=`);
  }
  if (place.pending !== undefined) {
    const values = await valuesOf(wantedBy(place.pending), before, ports);
    return values.kind === "files" ? values : startingWith(current, values.words);
  }
  if (current.startsWith("-")) return startingWith(current, flagsOf(place.command));
  if (place.command.commands.length > 0) return startingWith(current, commandsOf(place.command));
  const values = await valuesOf(argumentAt(place), before, ports);
  return values.kind === "files" ? values : startingWith(current, values.words);
}

interface Place {
  readonly command: Command;
  /** How many arguments of it were typed. */
  readonly typed: number;
  /** The option whose value comes next. */
  readonly pending: Option | undefined;
}

function placeOf(program: Command, words: readonly string[]): Place {
  return words.reduce(after, { command: program, typed: 0, pending: undefined });
}

function after({ command, typed, pending }: Place, word: string): Place {
  if (pending !== undefined) return { command, typed, pending: undefined };
  if (word.startsWith("-")) {
    const option = optionOf(command, word);
    return { command, typed, pending: option?.required === true ? option : undefined };
  }
  const deeper = command.commands.find((each) => each.name() === word);
  return typed === 0 && deeper !== undefined
    ? { command: deeper, typed: 0, pending }
    : { command, typed: typed + 1, pending };
}

function optionOf(command: Command, flag: string): Option | undefined {
  return command.options.find(({ long, short }) => long === flag || short === flag);
}

function splitOnce(word: string): readonly [flag: string, value?: string] {
  const at = word.indexOf("=");
  return at === -1 ? [word] : [word.slice(0, at), word.slice(at + 1)];
}

/** What an option's value or an argument is: its own choices, or by its name. */
interface Wanted {
  readonly name: string;
  readonly choices: readonly string[] | undefined;
}

function wantedBy(option: Option): Wanted {
  const kind = /[<[](\w+)/.exec(option.flags)?.[1] ?? "";
  // `--task <name>`, `--app <module>`
  return { name: kind === "name" ? option.attributeName() : kind, choices: option.argChoices };
}

function argumentAt({ command, typed }: Place): Wanted | undefined {
  const { registeredArguments: all } = command;
  const last = all.at(-1);
  const argument = all[typed] ?? (last?.variadic === true ? last : undefined);
  return argument && { name: argument.name(), choices: argument.argChoices };
}

const NOTHING: Suggestions & { readonly kind: "words" } = { kind: "words", words: [] };
const FILES: ReadonlySet<string> = new Set(["file", "module", "entry", "folder", "path"]);

async function valuesOf(
  wanted: Wanted | undefined,
  words: readonly string[],
  ports: CommandPorts,
): Promise<Suggestions> {
  if (wanted === undefined) return NOTHING;
  const { name, choices } = wanted;
  if (choices !== undefined) {
    return { kind: "words", words: choices.map((word) => ({ word, purpose: "" })) };
  }
  if (FILES.has(name)) return { kind: "files" };
  if (name !== "task" && !/^queues?$/.test(name)) return NOTHING;
  const app = await appOf(words, ports);
  if (app === undefined) return NOTHING;
  return { kind: "words", words: name === "task" ? tasksOf(app) : queuesOf(app) };
}

async function appOf(words: readonly string[], ports: CommandPorts): Promise<App | undefined> {
  const at = words.lastIndexOf("--app");
  const joined = words.findLast((word) => word.startsWith("--app="));
  try {
    return await loadApp(at === -1 ? joined?.slice("--app=".length) : words[at + 1], ports);
  } catch {
    // Whoever runs the command is told why; nobody is in the middle of a line.
    return undefined;
  }
}

function tasksOf(app: App): readonly SuggestedWord[] {
  return [...app.tasks.values()].map(({ name, queue }) => ({
    word: name,
    purpose: `task on queue ${queue}`,
  }));
}

function queuesOf(app: App): readonly SuggestedWord[] {
  return [...app.queues.values()].map(({ name, kind }) => ({
    word: name,
    purpose: `${kind} queue`,
  }));
}

function flagsOf(command: Command): readonly SuggestedWord[] {
  return command
    .createHelp()
    .visibleOptions(command)
    .flatMap(({ long, description }) =>
      long === undefined || long === null ? [] : [{ word: long, purpose: description }],
    );
}

function commandsOf(command: Command): readonly SuggestedWord[] {
  const help = command.createHelp();
  return help
    .visibleCommands(command)
    .map((each) => ({ word: each.name(), purpose: help.subcommandDescription(each) }));
}

function startingWith(current: string, words: readonly SuggestedWord[], prefix = ""): Suggestions {
  const fitting = words
    .map(({ word, purpose }) => ({ word: `${prefix}${word}`, purpose: printable(purpose) }))
    .filter(({ word }) => word.startsWith(current));
  return { kind: "words", words: fitting };
}
