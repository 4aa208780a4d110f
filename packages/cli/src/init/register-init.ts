import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Command } from "commander";
import { addExamples } from "../add-examples.ts";
import { addJsonOption, type JsonOption } from "../app-option.ts";
import type { CommandPorts } from "../command-ports.ts";
import { jsonLine } from "../json-line.ts";
import { createPaint, type Paint } from "../text/paint.ts";
import { type InitPlan, type PlannedFile, planInit } from "./init-plan.ts";
import { readProject } from "./project.ts";

interface InitOptions extends JsonOption {
  readonly worker?: boolean;
  readonly sst?: boolean;
  readonly dryRun?: boolean;
}

/** Adds `celeriac init`: Celeriac in a project, new or there already. */
export function registerInit(program: Command, ports: CommandPorts): void {
  const command = program
    .command("init")
    .summary("add Celeriac to the project in this folder")
    .description(
      "Writes an app with one task, its Lambda entry, a script that enqueues, and a test; adds the scripts and settings to package.json " +
        "and .celeriac/ to .gitignore. Works in an empty folder too. Asks nothing, and overwrites no file.",
    )
    .option("--worker", "a queue with a worker of its own as well")
    .option("--sst", "an sst.config.ts that deploys the app, where there is none")
    .option("--dry-run", "say what would be written, and write nothing");
  addExamples(addJsonOption(command), [
    ["npx celeriac init", "one queue, consumed by a Lambda function"],
    ["npx celeriac init --worker --sst", "and one consumed by containers, with its deployment"],
    ["npx celeriac init --dry-run", "look first"],
  ]).action((options: InitOptions) => init(options, ports));
}

async function init(options: InitOptions, ports: CommandPorts): Promise<void> {
  const { directory, stdout } = ports;
  const plan = planInit(readProject(directory), {
    worker: options.worker === true,
    sst: options.sst === true,
  });
  if (options.dryRun !== true) {
    for (const file of plan.files) await write(directory, file);
  }
  const install = await ports.installCommands(plan.packages);
  const { appName, files, hints } = plan;
  if (options.json === true) {
    const written = files.map(({ path, action }) => ({ path, action }));
    stdout(
      jsonLine({ app: appName, dryRun: options.dryRun === true, files: written, install, hints }),
    );
    return;
  }
  stdout(planText(plan, options.dryRun === true, createPaint(ports)));
  stdout(nextText(plan, install, createPaint(ports)));
}

async function write(directory: string, { path, action, text }: PlannedFile): Promise<void> {
  if (text === undefined) return;
  const file = join(directory, path);
  await mkdir(dirname(file), { recursive: true });
  // A file that came to be since we looked stays.
  await writeFile(file, text, { flag: action === "create" ? "wx" : "w" });
}

function planText({ appName, files }: InitPlan, isDryRun: boolean, paint: Paint): string {
  const isNothing = files.every(({ action }) => action === "keep");
  const head = isNothing
    ? `Nothing is to be added to app ${appName}:`
    : `${isDryRun ? "Would add" : "Added"} Celeriac, as app ${appName}${isDryRun ? "; nothing was written" : ""}:`;
  const words = { create: "created", change: "changed", keep: "kept" } as const;
  const lines = files.map(({ path, action, note }) => {
    const word = isDryRun ? action : words[action];
    const line = `  ${word.padEnd(8)} ${path}${note === undefined ? "" : `: ${note}`}`;
    return action === "keep" ? paint("dim", line) : line;
  });
  return `${[head, ...lines].join("\n")}\n`;
}

function nextText({ hints, files }: InitPlan, install: readonly string[], paint: Paint): string {
  const main = files.find(({ path }) => path.startsWith("src/main."))?.path;
  const steps = [
    ["npx celeriac dev", "the whole system on this machine"],
    ...(main === undefined ? [] : [[`node ${main}`, "in another terminal: enqueues a task"]]),
    ["npx celeriac tasks", "what there is"],
  ];
  const width = Math.max(...steps.map(([line = ""]) => line.length));
  const lines = steps.map(
    ([line = "", purpose = ""]) => `  ${line.padEnd(width)}  ${paint("dim", purpose)}`,
  );
  const first = install.map((line) => `  ${line}`);
  return ["", "Next:", ...first, ...lines, ...hints.map((hint) => `\n${hint}.`), ""].join("\n");
}
