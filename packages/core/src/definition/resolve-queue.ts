import { type Duration, parseDuration } from "../duration.ts";
import { show } from "../show.ts";
import { lambdaVisibilitySeconds } from "../topology/lambda-visibility.ts";
import {
  DEFAULT_FARGATE,
  DEFAULT_LAMBDA,
  DEFAULT_RETENTION,
  DEFAULT_ROUNDS_PER_WORKER,
} from "./defaults.ts";
import { fargateSizes } from "./fargate-sizes.ts";
import type { Mistakes } from "./mistakes.ts";
import { isQueueName, QUEUE_NAME_SYNTAX } from "./names.ts";
import { createOptionChecks, type OptionChecks } from "./option-checks.ts";
import type { FargateQueueOptions, LambdaQueueOptions } from "./queue-definition.ts";
import type { ResolvedFargateQueue, ResolvedLambdaQueue, ResolvedQueue } from "./resolved-queue.ts";

type Options = Readonly<Record<string, unknown>>;

/** The keys of {@link LambdaQueueOptions} and {@link FargateQueueOptions}; the types make a forgotten one an error. */
const LAMBDA_OPTION: Readonly<Record<keyof LambdaQueueOptions, true>> = {
  memory: true,
  timeout: true,
  batch: true,
  window: true,
  maxConcurrency: true,
  reservedConcurrency: true,
  retention: true,
};
const FARGATE_OPTION: Readonly<Record<keyof FargateQueueOptions, true>> = {
  cpu: true,
  memory: true,
  concurrency: true,
  pool: true,
  lease: true,
  drain: true,
  min: true,
  max: true,
  backlogPerWorker: true,
  spot: true,
  retention: true,
};

/** Most messages that Lambda takes from a queue without gathering them. */
const LARGEST_IMMEDIATE_BATCH = 10;

/** Fills in a queue's defaults. Where an option is wrong the mistake is added and the default stands in. */
export function resolveQueue(name: string, definition: unknown, mistakes: Mistakes): ResolvedQueue {
  const checks = createOptionChecks(`queue ${show(name)}`, mistakes);
  if (!isQueueName(name)) checks.wrong("its name", name, QUEUE_NAME_SYNTAX);
  const { kind, options } = readDefinition(definition, checks);
  const retentionMs =
    checks.duration("retention", options["retention"], {
      least: "1h",
      most: "14d",
      wholeSeconds: true,
    }) ?? parseDuration(DEFAULT_RETENTION, "retention");
  const queue: ResolvedQueue =
    kind === "lambda"
      ? { kind, name, retentionMs, ...resolveLambda(options, checks) }
      : { kind, name, retentionMs, ...resolveFargate(options, checks) };
  checkRetention(queue, checks);
  return queue;
}

/** SQS drops a message at the end of its retention, even while somebody has it. */
function checkRetention(queue: ResolvedQueue, checks: OptionChecks): void {
  const visibilitySeconds =
    queue.kind === "lambda"
      ? lambdaVisibilitySeconds(queue.timeoutMs / 1000, queue.windowMs / 1000)
      : queue.leaseMs / 1000;
  if (queue.retentionMs > 2 * visibilitySeconds * 1000) return;
  checks.say(
    `retention is ${queue.retentionMs / 1000} s: expected more than twice the ${visibilitySeconds} s that a message is invisible ` +
      `once it was received (${queue.kind === "lambda" ? "six times the timeout, and the window" : "the lease"}), else it is dropped before it is tried again`,
  );
}

function readDefinition(
  definition: unknown,
  checks: OptionChecks,
): { readonly kind: "lambda" | "fargate"; readonly options: Options } {
  const expected = "lambda(...) or fargate(...)";
  if (typeof definition !== "object" || definition === null || !("kind" in definition)) {
    checks.say(`it is ${show(definition)}: expected ${expected}`);
    return { kind: "lambda", options: {} };
  }
  const { kind } = definition;
  if (kind !== "lambda" && kind !== "fargate") {
    checks.wrong("its kind", kind, expected);
    return { kind: "lambda", options: {} };
  }
  const options: unknown = "options" in definition ? definition.options : undefined;
  return { kind, options: checks.object("its options", options) ? options : {} };
}

function resolveLambda(
  options: Options,
  checks: OptionChecks,
): Omit<ResolvedLambdaQueue, "kind" | "name" | "retentionMs"> {
  checks.known(options, Object.keys(LAMBDA_OPTION));
  const duration = durationOr(checks, options);
  const batch = checks.whole("batch", options["batch"], 1, 10_000) ?? DEFAULT_LAMBDA.batch;
  const windowMs = duration("window", DEFAULT_LAMBDA.window, "0s", "300s");
  if (batch > LARGEST_IMMEDIATE_BATCH && windowMs < 1000) {
    checks.wrong("batch", batch, 'at most 10, or a window of "1s" or more to gather it');
  }
  const maxConcurrency = checks.whole("maxConcurrency", options["maxConcurrency"], 2, 1000);
  return {
    memoryMb: lambdaMemory(options["memory"] ?? DEFAULT_LAMBDA.memory, checks),
    timeoutMs: duration("timeout", DEFAULT_LAMBDA.timeout, "1s", "15m"),
    batch,
    windowMs,
    maxConcurrency,
    reservedConcurrency: reservedConcurrency(options, maxConcurrency, checks),
  };
}

function resolveFargate(
  options: Options,
  checks: OptionChecks,
): Omit<ResolvedFargateQueue, "kind" | "name" | "retentionMs"> {
  checks.known(options, Object.keys(FARGATE_OPTION));
  const size = fargateSize(
    options["cpu"] ?? DEFAULT_FARGATE.cpu,
    options["memory"] ?? DEFAULT_FARGATE.memory,
    checks,
  );
  checks.choice("pool", options["pool"], ["async"]);
  const min = checks.whole("min", options["min"], 0, 5000) ?? DEFAULT_FARGATE.min;
  const max =
    checks.whole("max", options["max"], 1, 5000) ??
    (options["max"] === undefined ? DEFAULT_FARGATE.max : Number.POSITIVE_INFINITY);
  if (min > max) checks.wrong("min", min, `at most max, ${max}`);
  const concurrency =
    checks.whole("concurrency", options["concurrency"], 1, 1000) ?? DEFAULT_FARGATE.concurrency;
  checks.kind("spot", options["spot"], "boolean");
  return {
    ...size,
    concurrency,
    pool: "async",
    leaseMs:
      checks.duration("lease", options["lease"], { least: "3s", most: "1h" }) ??
      toMs(DEFAULT_FARGATE.lease),
    drainMs:
      checks.duration("drain", options["drain"], { most: "110s" }) ?? toMs(DEFAULT_FARGATE.drain),
    min,
    max,
    backlogPerWorker:
      checks.whole("backlogPerWorker", options["backlogPerWorker"], 1, 1_000_000) ??
      DEFAULT_ROUNDS_PER_WORKER * concurrency,
    spot: typeof options["spot"] === "boolean" ? options["spot"] : DEFAULT_FARGATE.spot,
  };
}

/** Without a limit of its own the mapping grows beyond any reservation. */
function reservedConcurrency(
  options: Options,
  maxConcurrency: number | undefined,
  checks: OptionChecks,
): number | undefined {
  const reserved = checks.whole("reservedConcurrency", options["reservedConcurrency"], 2, 100_000);
  if (reserved === undefined) return undefined;
  if (maxConcurrency === undefined || reserved < maxConcurrency) {
    checks.say(
      `reservedConcurrency is ${reserved}: expected a maxConcurrency of at most that, and it is ` +
        `${maxConcurrency === undefined ? "not set" : maxConcurrency}: Lambda would be throttled, and each throttled ` +
        "receive counts against the message",
    );
  }
  return reserved;
}

function durationOr(checks: OptionChecks, options: Options) {
  return (what: string, fallback: Duration, least: Duration, most: Duration): number =>
    checks.duration(what, options[what], { least, most, wholeSeconds: true }) ?? toMs(fallback);
}

function toMs(duration: Duration): number {
  return parseDuration(duration, "a default");
}

function lambdaMemory(memory: unknown, checks: OptionChecks): number {
  const megabytes = quantity(memory, { MB: 1, GB: 1024 });
  if (Number.isInteger(megabytes) && megabytes >= 128 && megabytes <= 10_240) return megabytes;
  checks.wrong("memory", memory, 'whole megabytes from "128 MB" to "10 GB"');
  return 1024;
}

function fargateSize(
  cpu: unknown,
  memory: unknown,
  checks: OptionChecks,
): { cpuUnits: number; memoryMb: number } {
  const cpuUnits = quantity(cpu, { vCPU: 1024 });
  const memoryMb = quantity(memory, { GB: 1024 });
  const sizes = fargateSizes();
  const size = sizes.find((candidate) => candidate.cpuUnits === cpuUnits);
  if (size === undefined) {
    const offered = sizes.map((candidate) => candidate.cpuUnits / 1024).join(", ");
    checks.wrong("cpu", cpu, `one of Fargate's sizes, "<n> vCPU" with n of ${offered}`);
  } else if (!size.memoryMb.includes(memoryMb)) {
    const offered = size.memoryMb.map((megabytes) => megabytes / 1024).join(", ");
    checks.wrong(
      "memory",
      memory,
      `what Fargate has with ${String(cpu)}, "<n> GB" with n of ${offered}`,
    );
  }
  return { cpuUnits, memoryMb };
}

function quantity(text: unknown, units: Readonly<Record<string, number>>): number {
  const match = typeof text === "string" ? /^(\d{1,6}(?:\.\d{1,6})?) (\w+)$/.exec(text) : null;
  return Number(match?.[1]) * (units[match?.[2] ?? ""] ?? Number.NaN);
}
