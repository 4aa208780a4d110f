import { styleText } from "node:util";
import { CeleriacError } from "@celeriac/core";
import { type Command, Option } from "commander";
import { addExamples } from "../add-examples.ts";
import { type AppOption, addAppOption, addJsonOption, type JsonOption } from "../app-option.ts";
import type { CommandPorts } from "../command-ports.ts";
import { loadApp } from "../load-app/load-app.ts";
import { average, durationMs, memoryMb, sizeBytes, wholeNumber } from "../quantities.ts";
import { costJson } from "./cost-json.ts";
import { costReport } from "./cost-report.ts";
import { costText } from "./cost-text.ts";
import type { Workload } from "./workload.ts";

interface CostOptions extends AppOption, JsonOption {
  readonly task?: string;
  readonly runTime: number;
  readonly cpuTime: number;
  readonly memory?: number;
  readonly tasksPerMonth?: number;
  readonly single?: boolean;
  readonly payload: number;
  readonly result: number;
  readonly retries: number;
  readonly tags?: number;
  readonly farEta?: boolean;
}

const MILLION = 1_000_000;
const DEFAULT_RUN_TIME_MS = 200;
const DEFAULT_PAYLOAD_BYTES = 1024;
const DEFAULT_RESULT_BYTES = 200;

/** Adds `celeriac cost`: what each task of an app costs, with the arithmetic, beside AWS's other ways of doing it. */
export function registerCost(program: Command, ports: CommandPorts): void {
  const command = program
    .command("cost")
    .summary("what a million tasks cost, and why")
    .description(
      "Prices a million tasks of each kind at AWS's list prices, from the app's own options, with the arithmetic, " +
        "beside the same work on Lambda durable functions and Step Functions. Asks nobody: no account is needed.",
    )
    .option("--task <name>", "this task only")
    .addOption(
      new Option("--run-time <duration>", "how long a task runs")
        .argParser(durationMs)
        .default(DEFAULT_RUN_TIME_MS, `${DEFAULT_RUN_TIME_MS}ms`),
    )
    .addOption(
      new Option("--cpu-time <duration>", "how much of that it computes instead of waiting")
        .argParser(durationMs)
        .default(0, "none"),
    )
    .option("--memory <size>", "another memory than the queue's", memoryMb)
    .option("--tasks-per-month <number>", "instead of a million of each kind", wholeNumber)
    .option("--single", "show the arithmetic of tasks that come one by one")
    .addOption(
      new Option("--batched", "show the arithmetic under load (the default)").conflicts("single"),
    )
    .addOption(
      new Option("--payload <size>", "the input, as JSON")
        .argParser(sizeBytes)
        .default(DEFAULT_PAYLOAD_BYTES, "1KB"),
    )
    .addOption(
      new Option("--result <size>", "the result, as JSON")
        .argParser(sizeBytes)
        .default(DEFAULT_RESULT_BYTES, `${DEFAULT_RESULT_BYTES}B`),
    )
    .option("--retries <number>", "failed attempts for each task, on average", average, 0)
    .option("--tags <number>", "searchable tags on each task (default: all of the app's)", average)
    .option("--far-eta", "each task is to start more than 15 minutes after it is enqueued");
  addExamples(addJsonOption(addAppOption(command)), [
    ["celeriac cost", "every task of the app in src/app.ts"],
    ["celeriac cost --app examples/novel/src/app.ts", "of another app"],
    [
      "celeriac cost --task photo.resize --run-time 2s --cpu-time 2s",
      "one that computes for two seconds",
    ],
    ["celeriac cost --json | jq '.tasks[].batched.dollars'", "for programs"],
  ]).action(async (options: CostOptions) => {
    const app = await loadApp(options.app, ports);
    const report = costReport(app, workloadOf(options, app.searchableTags.length), options.task);
    const bold = (text: string): string =>
      ports.colors ? styleText("bold", text, { validateStream: false }) : text;
    const isPerMonth = options.tasksPerMonth !== undefined;
    const text = options.json === true ? costJson(report) : costText(report, isPerMonth, bold);
    ports.stdout(`${text}\n`);
  });
}

function workloadOf(options: CostOptions, searchableTags: number): Workload {
  if (options.cpuTime > options.runTime) {
    throw new CeleriacError(
      "invalid-options",
      `--cpu-time is ${options.cpuTime} ms: expected at most the run time, --run-time, of ${options.runTime} ms`,
    );
  }
  return {
    tasks: options.tasksPerMonth ?? MILLION,
    runTimeMs: options.runTime,
    cpuTimeMs: options.cpuTime,
    memoryMb: options.memory,
    payloadBytes: options.payload,
    resultBytes: options.result,
    retries: options.retries,
    tags: options.tags ?? searchableTags,
    farEta: options.farEta ?? false,
    batched: options.single !== true,
  };
}
