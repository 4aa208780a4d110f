import { SQS_MAX_VISIBILITY_SECONDS } from "../limits.ts";
import { LONGEST_KEPT } from "../record/retention.ts";
import { show } from "../show.ts";
import { DEFAULT_RETRY } from "./defaults.ts";
import { isQueueName, QUEUE_NAME_SYNTAX } from "./names.ts";
import { durationMs, type OptionChecks } from "./option-checks.ts";
import type { TaskOptions } from "./task-options.ts";

type Options = Readonly<Record<string, unknown>>;

/** The keys of {@link TaskOptions}; the type makes a forgotten one an error. */
const TASK_OPTION: Readonly<Record<keyof TaskOptions, true>> = {
  queue: true,
  retry: true,
  softTimeLimit: true,
  timeLimit: true,
  resultExpires: true,
  ignoreResult: true,
  expected: true,
  redact: true,
};

export const TASK_OPTIONS: readonly string[] = /* @__PURE__ */ Object.keys(TASK_OPTION);

const RETRY_OPTIONS = ["maxRetries", "backoff", "maxBackoff", "jitter", "maxElapsed", "on"];
const LONGEST_BACKOFF_MS = SQS_MAX_VISIBILITY_SECONDS * 1000;

/** Checks the values of a task's options; unknown keys are the caller's to refuse. */
export function checkTaskOptions(options: Options, checks: OptionChecks): void {
  const { queue, retry, redact } = options;
  if (queue !== undefined && !isQueueName(queue)) checks.wrong("queue", queue, QUEUE_NAME_SYNTAX);
  if (retry !== undefined && checks.object("retry", retry)) checkRetry(retry, checks);
  checkTimeLimits(options, checks);
  checks.duration("resultExpires", options["resultExpires"], { most: LONGEST_KEPT });
  checks.kind("ignoreResult", options["ignoreResult"], "boolean");
  checks.kind("expected", options["expected"], "function");
  if (redact !== undefined && !isPathList(redact)) {
    checks.wrong("redact", redact, 'an array of paths such as ["card.number", "users.*.password"]');
  }
}

function checkTimeLimits(options: Options, checks: OptionChecks): void {
  const { softTimeLimit, timeLimit } = options;
  const soft = checks.duration("softTimeLimit", softTimeLimit, { least: "1ms" });
  const hard = checks.duration("timeLimit", timeLimit, { least: "1ms" });
  if (soft !== undefined && hard !== undefined && soft > hard) {
    checks.wrong("softTimeLimit", softTimeLimit, `at most timeLimit, ${JSON.stringify(timeLimit)}`);
  }
}

function checkRetry(retry: Options, checks: OptionChecks): void {
  checks.known(retry, RETRY_OPTIONS, "retry.");
  checks.whole("retry.maxRetries", retry["maxRetries"], 0, Number.MAX_SAFE_INTEGER);
  checks.duration("retry.backoff", retry["backoff"], { most: "12h" });
  checks.duration("retry.maxBackoff", retry["maxBackoff"], { most: "12h" });
  checks.choice("retry.jitter", retry["jitter"], ["full", "none"]);
  checks.duration("retry.maxElapsed", retry["maxElapsed"]);
  checks.kind("retry.on", retry["on"], "function");
  checkBackoffOrder(retry, checks);
}

/** What is no duration, or longer than SQS takes, was reported as that. */
function checkBackoffOrder(retry: Options, checks: OptionChecks): void {
  const { backoff = DEFAULT_RETRY.backoff, maxBackoff = DEFAULT_RETRY.maxBackoff } = retry;
  const backoffMs = durationMs(backoff) ?? 0;
  const maxBackoffMs = durationMs(maxBackoff) ?? LONGEST_BACKOFF_MS;
  if (backoffMs <= maxBackoffMs || backoffMs > LONGEST_BACKOFF_MS) return;
  const byDefault = (key: string): string => (retry[key] === undefined ? " by default" : "");
  checks.say(
    `retry.backoff is ${show(backoff)}${byDefault("backoff")}: expected at most ` +
      `retry.maxBackoff, ${show(maxBackoff)}${byDefault("maxBackoff")}`,
  );
}

function isPathList(value: unknown): boolean {
  return Array.isArray(value) && value.every((path) => typeof path === "string" && path.length > 0);
}
