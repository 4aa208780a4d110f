import { type AnyTask, CeleriacError, type Payload } from "@celeriac/core";
import type { EnginePorts } from "./engine-options.ts";
import { patiently } from "./patience.ts";

export type InputAnswer =
  | { readonly kind: "parsed"; readonly value: unknown }
  /** It can never be run: FAILURE `invalid-input`. */
  | { readonly kind: "invalid"; readonly error: CeleriacError }
  /** It could not be fetched: not the task's fault, and not an attempt that counts. */
  | { readonly kind: "unavailable"; readonly error: unknown };

/** Fetches the input and parses it by the task's schema: here, and nowhere else. */
export async function readInput(
  ports: EnginePorts,
  task: AnyTask,
  input: Payload | undefined,
): Promise<InputAnswer> {
  let wire: unknown;
  if (input?.kind === "stored") {
    const fetched = await patiently(ports, () => ports.payloads.get(input.key));
    if (!fetched.ok) return { kind: "unavailable", error: fetched.error };
    if (fetched.value === undefined) return invalid(missingPayload(input.key));
    try {
      wire = JSON.parse(fetched.value);
    } catch (cause) {
      return invalid(
        new CeleriacError("invalid-input", `the stored input ${input.key} is not JSON`, { cause }),
      );
    }
  } else {
    wire = input?.value;
  }
  return parse(task, wire);
}

async function parse(task: AnyTask, wire: unknown): Promise<InputAnswer> {
  if (task.input === undefined) return { kind: "parsed", value: wire };
  try {
    const checked = task.input["~standard"].validate(wire);
    const answer = checked instanceof Promise ? await checked : checked;
    if (answer.issues === undefined) return { kind: "parsed", value: answer.value };
    return invalid(refusedBySchema("invalid-input", `the input of ${task.name}`, answer.issues));
  } catch (cause) {
    const message = `the input schema of ${task.name} threw instead of answering`;
    return invalid(new CeleriacError("invalid-input", message, { cause }));
  }
}

interface Issue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

const MAX_ISSUES = 10;

/** What a schema refused, by path; never the value itself, which may be a secret. */
export function refusedBySchema(
  code: "invalid-input" | "invalid-output",
  what: string,
  issues: readonly Issue[],
): CeleriacError {
  const lines = issues.slice(0, MAX_ISSUES).map((issue) => `${pathOf(issue)}: ${issue.message}`);
  const more = issues.length > MAX_ISSUES ? `, and ${issues.length - MAX_ISSUES} more` : "";
  return new CeleriacError(code, `${what} was refused by its schema: ${lines.join("; ")}${more}`);
}

function pathOf(issue: Issue): string {
  const keys = (issue.path ?? []).map((part) => String(typeof part === "object" ? part.key : part));
  return keys.length === 0 ? "(the whole value)" : keys.join(".");
}

function missingPayload(key: string): CeleriacError {
  return new CeleriacError(
    "payload-missing",
    `the stored input ${key} is not in the payload store: it was deleted, or the bucket's expiry is shorter than the message's life`,
  );
}

function invalid(error: CeleriacError): InputAnswer {
  return { kind: "invalid", error };
}
