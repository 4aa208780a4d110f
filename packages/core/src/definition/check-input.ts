import { CeleriacError } from "../errors/celeriac-error.ts";
import { show } from "../show.ts";
import type { ResolvedTask } from "./resolved-task.ts";
import { refusedBySchema, type SchemaIssue } from "./schema-refusal.ts";

/**
 * Has the task's schema judge an input; answers a promise only where the schema does. What the schema makes of the input
 * is dropped: the wire carries what the caller gave, and the worker parses it once.
 * @throws {CeleriacError} `invalid-input`, naming each refused path and never a value
 */
export function checkInput(task: ResolvedTask, input: unknown): Promise<void> | undefined {
  const schema = task.definition.input;
  if (schema === undefined) {
    if (input === undefined) return undefined;
    throw new CeleriacError(
      "invalid-input",
      `task ${task.name} takes no input, but got ${show(input)}: give it an input schema`,
      { details: { task: task.name } },
    );
  }
  let answer: ReturnType<(typeof schema)["~standard"]["validate"]>;
  try {
    answer = schema["~standard"].validate(input);
  } catch (cause) {
    throw schemaThrew(task, cause);
  }
  if (!(answer instanceof Promise)) {
    judge(task, answer.issues, input);
    return undefined;
  }
  return answer.then(
    (settled) => judge(task, settled.issues, input),
    (cause: unknown) => {
      throw schemaThrew(task, cause);
    },
  );
}

function judge(
  task: ResolvedTask,
  issues: readonly SchemaIssue[] | undefined,
  input: unknown,
): void {
  if (issues === undefined) return;
  throw refusedBySchema("invalid-input", `the input of task ${task.name}`, issues, input);
}

function schemaThrew(task: ResolvedTask, cause: unknown): CeleriacError {
  return new CeleriacError(
    "invalid-input",
    `the input schema of task ${task.name} threw instead of answering: its code needs mending`,
    { cause, details: { task: task.name } },
  );
}
