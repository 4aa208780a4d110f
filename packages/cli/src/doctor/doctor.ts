import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import {
  type App,
  CeleriacError,
  parseResources,
  type Resources,
  show,
  topology as topologyOf,
} from "@celeriac/core";
import type { Command } from "commander";
import { addExamples } from "../add-examples.ts";
import { type AppOption, addAppOption, addJsonOption, type JsonOption } from "../app-option.ts";
import type { CommandPorts } from "../command-ports.ts";
import { loadApp } from "../load-app/load-app.ts";
import { diagnose } from "./diagnose.ts";
import type { Diagnosis } from "./finding.ts";
import { jsonReport } from "./json-report.ts";
import { queuePrefix } from "./queue-names.ts";
import { textReport } from "./text-report.ts";

interface DoctorOptions extends AppOption, JsonOption {
  readonly resources?: string;
  readonly link?: string;
  readonly cluster?: string;
  readonly strict?: boolean;
}

/** Adds `celeriac doctor`: compares what is deployed with what the app needs. It changes nothing. */
export function registerDoctor(program: Command, ports: CommandPorts): void {
  const command = program
    .command("doctor")
    .description(
      "Compare a deployment with the app: what is missing, unsafe or drifted, and the fix. Exits with 1 when there is a finding.",
    )
    .option(
      "--resources <file>",
      'JSON of where the app\'s resources are, "-" for stdin (default: CELERIAC_RESOURCES, else the SST link of the app)',
    )
    .option("--link <name>", "the SST component that is meant, where several of one app are linked")
    .option("--cluster <name>", "the ECS cluster whose services run the app's workers")
    .option("--strict", "exit with 1 as well when something could not be checked");
  addAppOption(command);
  addJsonOption(command);
  addExamples(command, [
    ["celeriac doctor", "on the embedded AWS or LocalStack, with CELERIAC_RESOURCES set"],
    ["sst shell --stage prod -- celeriac doctor", "on a stage that SST has deployed"],
    ["celeriac doctor --strict --json > doctor.json", "in CI"],
  ]);
  command.action(async (options: DoctorOptions) => {
    const diagnosis = await examine(options, ports);
    const unknown = options.strict === true && diagnosis.notChecked.length > 0;
    ports.setExitCode(diagnosis.findings.length > 0 || unknown ? 1 : 0);
  });
}

async function examine(options: DoctorOptions, ports: CommandPorts): Promise<Diagnosis> {
  const app = await loadApp(options.app, ports);
  const resources = await findResources(app, options, ports);
  const topology = topologyOf(app);
  const { cluster } = options;
  const deployment = await ports.deployments.read({
    topology,
    resources,
    queuePrefix: queuePrefix(resources),
    cluster,
  });
  const diagnosis = diagnose({ topology, resources, deployment, cluster });
  const report = { resources, diagnosis };
  ports.stdout(options.json === true ? jsonReport(report) : textReport(report, ports.colors));
  return diagnosis;
}

/** Of this app; they may lack queues, which is then a finding. */
async function findResources(
  app: App,
  options: DoctorOptions,
  ports: CommandPorts,
): Promise<Resources> {
  const resources =
    options.resources === undefined
      ? linkedResources(app, options.link, ports)
      : parseResources(await readSaid(options.resources, ports), "--resources");
  if (resources.app === app.name) return resources;
  throw new CeleriacError(
    "missing-resource",
    `the resources are those of app ${show(resources.app)}, and this is app ${show(app.name)}: ` +
      "name the app's module by --app, or its own resources by --resources",
  );
}

function linkedResources(app: App, link: string | undefined, ports: CommandPorts): Resources {
  try {
    return ports.findResources(app.name, link);
  } catch (cause) {
    if (!CeleriacError.is(cause, "missing-resource")) throw cause;
    throw new CeleriacError(
      "missing-resource",
      `${cause.message} For this command: run it by sst shell, which links all of an SST app, or name a file by --resources`,
      { cause },
    );
  }
}

async function readSaid(file: string, ports: CommandPorts): Promise<string> {
  if (file === "-") return ports.readStdin();
  try {
    return await readFile(resolve(ports.directory, file), "utf8");
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : show(cause);
    throw new CeleriacError("invalid-options", `--resources cannot be read: ${reason}`, { cause });
  }
}
