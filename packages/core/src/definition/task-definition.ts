import type { IdempotencyOptions } from "./idempotency-options.ts";
import type { AnySchema } from "./schema.ts";
import type { TaskContext } from "./task-context.ts";
import type { TaskOptions } from "./task-options.ts";
import type { UniqueOptions } from "./unique-options.ts";

/** Runs a task: gets the parsed input, answers what the output schema takes. */
export type RunFunction<Parsed, Returned> = (
  input: Parsed,
  ctx: TaskContext,
) => Promise<Returned> | Returned;

/**
 * A task's contract: its name on the wire, its schemas and options, perhaps its handler.
 * Wire types are the schemas' inputs; whoever receives parses once and gets their outputs.
 */
export interface TaskDefinition<Name extends string, Wire, Parsed, Returned, Result> {
  readonly kind: "task";
  readonly name: Name;
  readonly input: AnySchema | undefined;
  readonly output: AnySchema | undefined;
  readonly options: TaskOptions;
  readonly run: RunFunction<Parsed, Returned> | undefined;
  readonly unique: UniqueOptions<Wire> | undefined;
  readonly idempotency: IdempotencyOptions<Parsed> | undefined;
  /** Phantom types; never present at run time. */
  readonly "~types"?: { readonly wire: (wire: Wire) => void; readonly result: Result };
}

// biome-ignore lint/suspicious/noExplicitAny: a bound that every task satisfies, whatever its types
export type AnyTask = TaskDefinition<string, any, any, any, any>;

/** What a caller hands to `enqueue`. */
// biome-ignore lint/suspicious/noExplicitAny: inference positions
export type TaskWire<T> = T extends TaskDefinition<string, infer W, any, any, any> ? W : never;

/** What a handler gets. */
// biome-ignore lint/suspicious/noExplicitAny: inference positions
export type TaskInput<T> = T extends TaskDefinition<string, any, infer P, any, any> ? P : never;

/** What `handle.result()` answers. */
// biome-ignore lint/suspicious/noExplicitAny: inference positions
export type TaskResult<T> = T extends TaskDefinition<string, any, any, any, infer R> ? R : never;

/** A task bound to the function that runs it. */
export interface TaskHandler {
  readonly kind: "handler";
  readonly task: AnyTask;
  // biome-ignore lint/suspicious/noExplicitAny: the binding was checked where `handle` was called
  readonly run: RunFunction<any, any>;
}
