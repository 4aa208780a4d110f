import type { Command } from "commander";
import { addExamples } from "../add-examples.ts";
import type { CommandPorts } from "../command-ports.ts";
import { registerLetterPurge } from "./register-letter-purge.ts";
import { registerList } from "./register-list.ts";
import { registerRedrive } from "./register-redrive.ts";
import { registerShow } from "./register-show.ts";

/** Adds `celeriac dlq` with its commands: dead letters are listed, shown, sent anew and deleted. */
export function registerDeadLetters(program: Command, ports: CommandPorts): void {
  const group = program
    .command("dlq")
    .summary("list, show, redrive and purge dead letters")
    .description(
      "Looks into the dead-letter queues of the app's queues: what could not be done lies there, with its reason. " +
        "SQS has no index: messages are received to be looked at, and hidden from others meanwhile, for a minute at most.",
    )
    .helpCommand("help [command]", "show the help of a command");
  addExamples(group, [
    ["celeriac dlq list", "what lies there, in all queues"],
    ["celeriac dlq redrive default --task 'mail.*' --dry-run", "what a redrive would do"],
    ["celeriac dlq redrive default --task 'mail.*'", "send it anew"],
  ]);
  registerList(group, ports);
  registerShow(group, ports);
  registerRedrive(group, ports);
  registerLetterPurge(group, ports);
}
