import { Argument, type Command } from "commander";
import { addExamples } from "../add-examples.ts";
import type { CommandPorts } from "../command-ports.ts";
import { completionScript, SHELLS, type Shell } from "./completion-script.ts";
import { type Suggestions, suggest } from "./suggest.ts";

/** Adds `celeriac completion`, and the hidden `complete` that shells ask. */
export function registerCompletion(program: Command, ports: CommandPorts): void {
  const command = program
    .command("completion")
    .summary("complete this command's words in a shell")
    .description(
      "Prints what a shell reads to complete commands, options, and the names of the app's tasks and queues.",
    )
    .addArgument(new Argument("<shell>", "your shell").choices(SHELLS));
  addExamples(command, [
    ['eval "$(celeriac completion bash)"', "in ~/.bashrc"],
    ['eval "$(celeriac completion zsh)"', "in ~/.zshrc, after compinit"],
    ["celeriac completion fish > ~/.config/fish/completions/celeriac.fish", "once"],
  ]).action((shell: Shell) => ports.stdout(completionScript(shell)));
  program
    .command("complete", { hidden: true })
    .argument("[words...]")
    .action(async (words: readonly string[]) => {
      ports.stdout(linesOf(await suggest(program, words, ports)));
    });
}

/** One word in a line, a tab and what it is for; the last line says whether names of files may stand there. */
function linesOf(suggestions: Suggestions): string {
  if (suggestions.kind === "files") return ":files\n";
  const lines = suggestions.words.map(({ word, purpose }) => `${word}\t${purpose}\n`);
  return `${lines.join("")}:words\n`;
}
