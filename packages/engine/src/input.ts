import {
  type AnyTask,
  CeleriacError,
  decodePayload,
  type Payload,
  refusedBySchema,
} from "@celeriac/core";
import type { EnginePorts } from "./engine-options.ts";
import { patiently } from "./patience.ts";

export type InputAnswer =
  /** `wire`: as it travelled. */
  | { readonly kind: "parsed"; readonly value: unknown; readonly wire: unknown }
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
    const decoded = decodePayload(fetched.value);
    if (!decoded.ok) {
      const message = `the stored input ${input.key} ${decoded.fault}: something else has written there`;
      return invalid(new CeleriacError("invalid-input", message));
    }
    wire = decoded.value;
  } else {
    wire = input?.value;
  }
  return parse(task, wire);
}

async function parse(task: AnyTask, wire: unknown): Promise<InputAnswer> {
  if (task.input === undefined) return { kind: "parsed", value: wire, wire };
  try {
    const checked = task.input["~standard"].validate(wire);
    const answer = checked instanceof Promise ? await checked : checked;
    if (answer.issues === undefined) return { kind: "parsed", value: answer.value, wire };
    return invalid(
      refusedBySchema("invalid-input", `the input of ${task.name}`, answer.issues, wire),
    );
  } catch (cause) {
    const message = `the input schema of ${task.name} threw instead of answering`;
    return invalid(new CeleriacError("invalid-input", message, { cause }));
  }
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
