import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { CeleriacError } from "../errors/celeriac-error.ts";
import { defineTask } from "./define-task.ts";
import { handle } from "./handle.ts";

function mistakeOf(define: () => unknown): string {
  try {
    define();
  } catch (error) {
    if (CeleriacError.is(error, "invalid-definition")) return error.message;
    throw error;
  }
  throw new Error("nothing was refused");
}

describe("defineTask declares a task as plain data", () => {
  it("keeps name, schemas, handler and options apart", () => {
    const input = z.object({ n: z.number() });
    const run = (): number => 1;
    const task = defineTask({ name: "math.one", input, run, queue: "fast", timeLimit: "5s" });
    expect(task).toEqual({
      kind: "task",
      name: "math.one",
      input,
      output: undefined,
      run,
      options: { queue: "fast", timeLimit: "5s" },
    });
    expect(Object.isFrozen(task)).toBe(true);
    expect(Object.isFrozen(task.options)).toBe(true);
  });

  it("takes any Standard Schema, and functions that are one, as arktype's", () => {
    const callable = Object.assign((): void => undefined, v.string());
    expect(defineTask({ name: "a", input: callable, output: v.number() }).input).toBe(callable);
  });

  it("takes names of every allowed character, up to 128", () => {
    const name = "A.z_0:9-".padEnd(128, "x");
    expect(defineTask({ name }).name).toBe(name);
  });
});

describe("A mistake in a task is one clear error", () => {
  it.each([
    ["", 'task "": name is "": expected 1 to 128 of A-Z a-z 0-9 . _ : -, not dots alone'],
    ["a b", 'task "a b": name is "a b": expected 1 to 128 of A-Z a-z 0-9 . _ : -, not dots alone'],
    [
      "a\n",
      'task "a\\n": name is "a\\n": expected 1 to 128 of A-Z a-z 0-9 . _ : -, not dots alone',
    ],
  ])("refuses the name %j", (name, message) => {
    expect(mistakeOf(() => defineTask({ name }))).toBe(message);
  });

  it("refuses a name of 129 characters, and shows its beginning", () => {
    const message = mistakeOf(() => defineTask({ name: "x".repeat(129) }));
    expect(message).toBe(
      `task "${"x".repeat(80)}…": name is "${"x".repeat(80)}…": expected 1 to 128 of A-Z a-z 0-9 . _ : -, not dots alone`,
    );
  });

  it.each<[string, object, string]>([
    [
      "an unknown option",
      { timeLimt: "1s" },
      'unknown option "timeLimt"; did you mean "timeLimit"?',
    ],
    [
      "an unknown option like no other",
      { zzz: 1 },
      'unknown option "zzz": expected one of name, input, output, run, unique, idempotency, queue, retry, softTimeLimit, timeLimit, ' +
        "resultExpires, ignoreResult, expected, redact",
    ],
    [
      "an unknown retry option",
      { retry: { maxRetry: 3 } },
      'unknown option "retry.maxRetry"; did you mean "retry.maxRetries"?',
    ],
    ["retry that is no object", { retry: 3 }, "retry is 3: expected an object of options"],
    [
      "soft above hard",
      { softTimeLimit: "2m", timeLimit: "60s" },
      'softTimeLimit is "2m": expected at most timeLimit, "60s"',
    ],
    ["a limit of no time", { timeLimit: "0s" }, 'timeLimit is "0s": expected "1ms" or more'],
    [
      "a number where a duration is due",
      { timeLimit: 60 },
      'timeLimit is 60: expected a duration such as "250ms", "30s", "5m", "2h" or "7d"',
    ],
    [
      "negative retries",
      { retry: { maxRetries: -1 } },
      "retry.maxRetries is -1: expected a whole number, 0 or more",
    ],
    [
      "half a retry",
      { retry: { maxRetries: 1.5 } },
      "retry.maxRetries is 1.5: expected a whole number, 0 or more",
    ],
    [
      "endless retries",
      { retry: { maxRetries: Number.POSITIVE_INFINITY } },
      "retry.maxRetries is Infinity: expected a whole number, 0 or more",
    ],
    [
      "a backoff longer than SQS can hold a message back",
      { retry: { backoff: "13h", maxBackoff: "12h" } },
      'retry.backoff is "13h": expected "0s" to "12h"',
    ],
    [
      "a cap longer than SQS can hold a message back",
      { retry: { maxBackoff: "1d" } },
      'retry.maxBackoff is "1d": expected "0s" to "12h"',
    ],
    [
      "a backoff above its cap",
      { retry: { backoff: "2m", maxBackoff: "1m" } },
      'retry.backoff is "2m": expected at most retry.maxBackoff, "1m"',
    ],
    [
      "a backoff above the default cap",
      { retry: { backoff: "20m" } },
      'retry.backoff is "20m": expected at most retry.maxBackoff, "10m" by default',
    ],
    [
      "a cap below the default backoff",
      { retry: { maxBackoff: "500ms" } },
      'retry.backoff is "1s" by default: expected at most retry.maxBackoff, "500ms"',
    ],
    [
      "an unknown jitter",
      { retry: { jitter: "half" } },
      'retry.jitter is "half": expected "full" or "none"',
    ],
    ["a predicate that is none", { retry: { on: true } }, "retry.on is true: expected a function"],
    [
      "a result kept longer than its record",
      { resultExpires: "46d" },
      'resultExpires is "46d": expected "0s" to "45d"',
    ],
    ["ignoreResult", { ignoreResult: "yes" }, 'ignoreResult is "yes": expected a boolean'],
    ["expected", { expected: [] }, "expected is an array of 0: expected a function"],
    [
      "redact",
      { redact: "password" },
      'redact is "password": expected an array of paths such as ["card.number", "users.*.password"]',
    ],
    [
      "a queue's name",
      { queue: "images-dlq" },
      'queue is "images-dlq": expected 1 to 40 letters, digits and hyphens, not ending in "-dlq"',
    ],
    [
      "what is no schema",
      { input: { n: "number" } },
      "input is an object: expected a Standard Schema, as zod, valibot and arktype make them",
    ],
    ["what is no handler", { run: "go" }, 'run is "go": expected a function'],
  ])("refuses %s", (_, options, mistake) => {
    expect(mistakeOf(() => defineTask({ name: "a.b", ...options }))).toBe(`task "a.b": ${mistake}`);
  });

  it("lists all of them at once", () => {
    const options = { name: "a.b", timeLimt: "1s", retry: { maxRetries: -1, backof: "1s" } };
    expect(mistakeOf(() => defineTask(options))).toBe(
      [
        'task "a.b" has 3 mistakes:',
        '  - unknown option "timeLimt"; did you mean "timeLimit"?',
        '  - unknown option "retry.backof"; did you mean "retry.backoff"?',
        "  - retry.maxRetries is -1: expected a whole number, 0 or more",
      ].join("\n"),
    );
  });

  it.each([undefined, null, "a.b", 5, ["a.b"]])("refuses %j for an argument", (argument) => {
    expect(mistakeOf(() => defineTask(argument as never))).toMatch(
      /^defineTask: its argument is .+: expected an object of options$/,
    );
  });
});

describe("handle binds a task to its function", () => {
  it("keeps both", () => {
    const task = defineTask({ name: "a.b" });
    const run = (): string => "done";
    expect(handle(task, run)).toEqual({ kind: "handler", task, run });
  });

  it("refuses what is no task, and what is no function", () => {
    expect(mistakeOf(() => handle("a.b" as never, () => 1))).toBe(
      'handle\'s first argument is "a.b": expected a task, as defineTask makes them',
    );
    expect(mistakeOf(() => handle(defineTask({ name: "a.b" }), undefined as never))).toBe(
      'the handler of task "a.b" is undefined: expected a function',
    );
  });
});
