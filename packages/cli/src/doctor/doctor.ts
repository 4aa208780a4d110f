import { topology as topologyOf } from "@celeriac/core";
import type { Command } from "commander";
import { addExamples } from "../add-examples.ts";
import type { CommandPorts } from "../command-ports.ts";
import { loadApp } from "../load-app/load-app.ts";
import { findAppResources } from "../resource-options.ts";
import { addRunningAppOptions, type RunningAppOptions } from "../with-app.ts";
import { diagnose } from "./diagnose.ts";
import type { Diagnosis } from "./finding.ts";
import { jsonReport } from "./json-report.ts";
import { queuePrefix } from "./queue-names.ts";
import { textReport } from "./text-report.ts";

interface DoctorOptions extends RunningAppOptions {
  readonly cluster?: string;
  readonly strict?: boolean;
}

/** Adds `celeriac doctor`: compares what is deployed with what the app needs. It changes nothing. */
export function registerDoctor(program: Command, ports: CommandPorts): void {
  const command = program
    .command("doctor")
    .summary("what is missing, unsafe or drifted in a deployment")
    .description(
      "Compare a deployment with the app: what is missing, unsafe or drifted, and the fix. Exits with 1 when there is a finding.",
    )
    .option("--cluster <name>", "the ECS cluster whose services run the app's workers")
    .option("--strict", "exit with 1 as well when something could not be checked");
  addExamples(addRunningAppOptions(command), [
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
  const resources = await findAppResources(app, options, ports);
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
