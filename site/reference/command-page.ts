import { createProgram } from "@celeriac/cli";
import { GENERATED, table } from "./markdown.ts";

type Command = ReturnType<typeof createProgram>;

const INTRODUCTION = `# The command line

\`celeriac\` works on an app and on what is deployed of it: on a \`celeriac dev\` that runs on your machine, on an emulator, and on AWS
alike. It comes with the package: \`npx celeriac\`, or an npm script.

- **Which app**: \`--app <module>\`, else \`"celeriac": { "app": "src/app.ts" }\` in package.json, else \`src/app.ts\` or \`app.ts\`. A
  module that exports several apps wants \`--app src/app.ts#name\`.
- **Which deployment**, in this order: \`--resources <file>\` or \`--endpoint <url>\`; the environment variable \`CELERIAC_RESOURCES\`; the
  SST link of the app, as within \`sst shell\`; a \`celeriac dev\` that runs in this folder or one above it.
- **For programs**: with \`--json\` a command prints one JSON value in one line, whose fields are only ever added to. The answer goes
  to the standard output; questions, progress and errors go to the standard error.
- **Exit codes**: \`0\` all is well; \`1\` something was found, or failed; \`2\` the command was not understood, or could not begin;
  \`130\` Ctrl-C ended it.
- **What destroys asks first**. Where nobody can be asked (a pipe, CI) it is refused, unless \`--yes\` is said.
- Colours and progress are for terminals only; \`NO_COLOR=1\` turns colours off.
- **Rights**: the calls are made with the AWS credentials that you have. What a producer and an operator of the
  app may do ([deploy](deploy.md)) is enough for \`call\`, \`result\`, \`revoke\` and \`dlq\`; \`queues\` also wants
  \`sqs:GetQueueAttributes\` and, for ages, \`cloudwatch:GetMetricStatistics\`; deleting whole queues wants \`sqs:PurgeQueue\`.
- **Completion** of commands, options, and the names of the app's tasks and queues, which loads the app:
  \`eval "$(celeriac completion bash)"\` in \`~/.bashrc\`, and [the same for zsh and fish](#celeriac-completion).

\`\`\`sh
npx celeriac tasks
npx celeriac queues --watch
npx sst shell --stage production -- npx celeriac dlq list --newer-than 1h
\`\`\``;

/** docs/cli.md, made of the program itself: every command with its arguments, options and examples. */
export function commandPage(): string {
  let said = "";
  // Nothing but help is asked of it.
  const program = createProgram({ version: "", stdout: (text: string) => (said += text) } as never);
  const helpOf = (command: Command): string => {
    said = "";
    command.outputHelp();
    return said;
  };
  const leaves = leavesOf(program, "celeriac");
  const sections = leaves.map(({ name, command }) => section(name, command, helpOf(command)));
  const shared = leaves.find(({ command }) => command.name() === "queues")?.command ?? program;
  const rows = optionRows(shared).filter(([option = ""]) => SHARED.test(option));
  return `${[GENERATED, INTRODUCTION, "## Options of most commands", table(["option", ""], rows), ...sections].join("\n\n")}\n`;
}

/** What most commands can be told is described once. */
const SHARED = /^`(?:-h, )?--(?:app|resources|link|endpoint|json|help)\b/;

interface Leaf {
  readonly name: string;
  readonly command: Command;
}

/** The commands that do something, in the order of the help. */
function leavesOf(command: Command, name: string): readonly Leaf[] {
  const visible = command
    .createHelp()
    .visibleCommands(command)
    .filter((each) => each.name() !== "help");
  if (visible.length === 0) return [{ name, command }];
  return visible.flatMap((each) => leavesOf(each, `${name} ${each.name()}`));
}

function section(name: string, command: Command, help: string): string {
  const usage = /^Usage: (.*)$/m.exec(help)?.[1] ?? name;
  return [
    `## ${name}`,
    plain(command.description()),
    `\`${usage}\``,
    ...tableOf("argument", argumentRows(command)),
    ...tableOf(
      "option",
      optionRows(command).filter(([option = ""]) => !isShared(option, command)),
    ),
    sharedLine(command),
    ...examplesIn(help),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

/** `--endpoint` of `celeriac dev` is another matter. */
function isShared(option: string, command: Command): boolean {
  return SHARED.test(option) && !(command.name() === "dev" && option.includes("--endpoint"));
}

function sharedLine(command: Command): string {
  const shared = optionRows(command)
    .map(([option = ""]) => option)
    .filter((option) => isShared(option, command) && !option.includes("--help"))
    .map((option) => /--\w+/.exec(option)?.[0]);
  const names = shared.map((option) => `\`${option}\``).join(", ");
  return shared.length === 0 ? "" : `And ${names}: see [above](#options-of-most-commands).`;
}

function tableOf(what: string, rows: readonly (readonly string[])[]): readonly string[] {
  return rows.length === 0 ? [] : [table([what, ""], rows)];
}

function argumentRows(command: Command): readonly (readonly string[])[] {
  const help = command.createHelp();
  return help
    .visibleArguments(command)
    .map((each) => [`\`${help.argumentTerm(each)}\``, plain(help.argumentDescription(each))]);
}

function optionRows(command: Command): readonly (readonly string[])[] {
  const help = command.createHelp();
  return help
    .visibleOptions(command)
    .map((each) => [`\`${help.optionTerm(each)}\``, plain(help.optionDescription(each))]);
}

/** Below its help a command has examples: a line, two spaces or more, and what it is for. */
function examplesIn(help: string): readonly string[] {
  const [, text = ""] = /\nExamples:\n((?: {2}\S.*\n?)+)/.exec(help) ?? [];
  const lines = [...text.matchAll(/^ {2}(\S.*?) {2,}(\S.*)$/gm)];
  if (lines.length === 0) return [];
  const examples = lines.map(([, line = "", purpose = ""]) => `# ${purpose}\n${line}`);
  return [`\`\`\`sh\n${examples.join("\n")}\n\`\`\``];
}

/** What is no markup in a terminal is none on the page. */
function plain(text: string): string {
  return text.replaceAll(/[<>*_`\\]/g, (sign) => `\\${sign}`);
}
