import {
  CeleriacError,
  MAX_PAYLOAD_BYTES,
  type Payload,
  RESULT_THRESHOLD_BYTES,
  type ResolvedTask,
  refusedBySchema,
  toJson,
  utf8Length,
} from "@celeriac/core";
import type { EnginePorts } from "./engine-options.ts";
import { patiently } from "./patience.ts";

export type OutputAnswer =
  | { readonly kind: "ready"; readonly result: Payload | undefined }
  /** FAILURE `invalid-output`: another attempt would return the same. */
  | { readonly kind: "invalid"; readonly error: CeleriacError }
  /** It could not be stored. */
  | { readonly kind: "unavailable"; readonly error: unknown };

/**
 * Checks what a handler returned by the output schema and makes it a payload. What is stored is what was returned;
 * whoever reads the result parses it. A large one is stored under the owner's token, so that an owner who has lost the
 * lease cannot replace what the next one stored.
 */
export async function readOutput(
  ports: EnginePorts,
  task: ResolvedTask,
  owned: { readonly taskId: string; readonly owner: string },
  returned: unknown,
): Promise<OutputAnswer> {
  const refused = await check(task, returned);
  if (refused !== undefined) return { kind: "invalid", error: refused };
  if (task.ignoreResult) return { kind: "ready", result: undefined };
  let json: ReturnType<typeof toJson>;
  try {
    json = toJson(returned, `the result of ${task.name}`);
  } catch (error) {
    return { kind: "invalid", error: error as CeleriacError };
  }
  if (json === undefined) return { kind: "ready", result: undefined };
  const bytes = utf8Length(json.text);
  if (bytes <= RESULT_THRESHOLD_BYTES) {
    return { kind: "ready", result: { kind: "inline", value: json.value } };
  }
  if (bytes > MAX_PAYLOAD_BYTES) return { kind: "invalid", error: tooLarge(task.name, bytes) };
  return storeText(ports, owned, json.text);
}

/** Stores a result's JSON apart from its record, under its task's name and its owner's token. */
export async function storeText(
  ports: EnginePorts,
  owned: { readonly taskId: string; readonly owner: string },
  text: string,
): Promise<OutputAnswer> {
  const key = `results/${owned.taskId}/${owned.owner}`;
  const stored = await patiently(ports, () => ports.payloads.put(key, text));
  if (!stored.ok) return { kind: "unavailable", error: stored.error };
  return { kind: "ready", result: { kind: "stored", key, bytes: utf8Length(text) } };
}

async function check(task: ResolvedTask, returned: unknown): Promise<CeleriacError | undefined> {
  const schema = task.definition.output;
  if (schema === undefined) return undefined;
  try {
    const checked = schema["~standard"].validate(returned);
    const answer = checked instanceof Promise ? await checked : checked;
    if (answer.issues === undefined) return undefined;
    return refusedBySchema("invalid-output", `the result of ${task.name}`, answer.issues, returned);
  } catch (cause) {
    const message = `the output schema of ${task.name} threw instead of answering`;
    return new CeleriacError("invalid-output", message, { cause });
  }
}

function tooLarge(name: string, bytes: number): CeleriacError {
  return new CeleriacError(
    "payload-too-large",
    `the result of ${name} is ${bytes} bytes of JSON: at most ${MAX_PAYLOAD_BYTES} are kept; store it yourself and return where it lies`,
  );
}
