import { show } from "../show.ts";
import { checkIdempotency } from "./idempotency-checks.ts";
import type { IdempotencyOptions } from "./idempotency-options.ts";
import { createMistakes } from "./mistakes.ts";
import { isTaskName, TASK_NAME_SYNTAX } from "./names.ts";
import { createOptionChecks, type OptionChecks } from "./option-checks.ts";
import type { AnySchema, SchemaInput, SchemaOutput } from "./schema.ts";
import type { RunFunction, TaskDefinition } from "./task-definition.ts";
import { checkTaskOptions, TASK_OPTIONS } from "./task-option-checks.ts";
import type { TaskOptions } from "./task-options.ts";
import { checkUnique } from "./unique-checks.ts";
import type { UniqueOptions } from "./unique-options.ts";

type MaybeSchema = AnySchema | undefined;
type WireOf<I extends MaybeSchema> = I extends AnySchema ? SchemaInput<I> : undefined;
type ParsedOf<I extends MaybeSchema> = I extends AnySchema ? SchemaOutput<I> : undefined;
type ReturnedOf<O extends MaybeSchema, Result> = O extends AnySchema ? SchemaInput<O> : Result;
type ResultOf<O extends MaybeSchema, Result> = O extends AnySchema ? SchemaOutput<O> : Result;

/** What a task is made of. */
export interface DefineTaskOptions<
  Name extends string,
  Input extends MaybeSchema,
  Output extends MaybeSchema,
  Result,
> extends TaskOptions {
  /** The task's identity on the wire: keep it when the code moves. 1 to 128 of `A-Z a-z 0-9 . _ : -`. */
  readonly name: Name;
  /** Any Standard Schema. Callers hand in its input type, the handler gets its output type. Without one there is no input. */
  readonly input?: Input;
  /** Any Standard Schema. The handler returns its input type, callers read its output type. */
  readonly output?: Output;
  /** The handler; left out when `handle` binds one elsewhere, so that callers do not load its code. */
  readonly run?: RunFunction<ParsedOf<Input>, ReturnedOf<Output, Result>>;
  /** Keeps a second request of the same key from being queued while one is under way. Not with `ignoreResult`. */
  readonly unique?: UniqueOptions<WireOf<Input>>;
  /** Performs what a key names once within a window, however many tasks ask for it. Not with `ignoreResult`. */
  readonly idempotency?: IdempotencyOptions<ParsedOf<Input>>;
}

/**
 * Declares a task: what producers, workers and infrastructure share.
 * Without an output schema the result is what `run` returns, unchecked; without `run` either, `unknown`.
 * @throws {CeleriacError} `invalid-definition`, naming every mistake.
 */
export function defineTask<
  const Name extends string,
  Input extends MaybeSchema = undefined,
  Output extends MaybeSchema = undefined,
  Result = unknown,
>(
  options: DefineTaskOptions<Name, Input, Output, Result>,
): TaskDefinition<
  Name,
  WireOf<Input>,
  ParsedOf<Input>,
  ReturnedOf<Output, Result>,
  ResultOf<Output, Result>
> {
  checkDefinition(options);
  const { name, input, output, run, unique, idempotency, ...taskOptions } = options;
  const frozen = Object.freeze(taskOptions);
  const own = { name, input, output, run, unique, idempotency };
  return Object.freeze({ kind: "task", ...own, options: frozen });
}

/** What only the definition can say; overrides cannot. */
const OWN_OPTIONS = ["name", "input", "output", "run", "unique", "idempotency"];

function checkDefinition(options: unknown): void {
  const mistakes = createMistakes();
  const checks = createOptionChecks("", mistakes);
  if (!checks.object("its argument", options)) {
    mistakes.throwIfAny("defineTask");
    return;
  }
  checks.known(options, [...OWN_OPTIONS, ...TASK_OPTIONS]);
  if (!isTaskName(options["name"])) checks.wrong("name", options["name"], TASK_NAME_SYNTAX);
  checkSchema("input", options["input"], checks);
  checkSchema("output", options["output"], checks);
  checks.kind("run", options["run"], "function");
  checkUnique(options["unique"], options["ignoreResult"], checks);
  checkIdempotency(options["idempotency"], options["ignoreResult"], checks);
  checkTaskOptions(options, checks);
  mistakes.throwIfAny(`task ${show(options["name"])}`);
}

function checkSchema(what: string, schema: unknown, checks: OptionChecks): void {
  if (schema === undefined || isStandardSchema(schema)) return;
  checks.wrong(what, schema, "a Standard Schema, as zod, valibot and arktype make them");
}

// arktype's schemas are functions.
function isStandardSchema(schema: unknown): boolean {
  if ((typeof schema !== "object" && typeof schema !== "function") || schema === null) return false;
  const standard: unknown = "~standard" in schema ? schema["~standard"] : undefined;
  return (
    typeof standard === "object" &&
    standard !== null &&
    "validate" in standard &&
    typeof standard.validate === "function"
  );
}
