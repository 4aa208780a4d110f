import {
  CeleriacError,
  checkInput,
  decodePayload,
  type Envelope,
  MAX_PAYLOAD_BYTES,
  type Payload,
  toJson,
  utf8Length,
} from "@celeriac/core";
import { tooLarge, travelsInline } from "../enqueue/prepared-task.ts";
import { asError } from "../enqueue/store-task.ts";
import { type DeadLetter, describeDeadLetter } from "./dead-letter.ts";
import type { DeadLetterSite, FoundLetter } from "./select.ts";

/** A new input: the same for every letter, or what a function makes of the old one. */
export type InputEdit = { readonly value: unknown } | { readonly by: EditInput };

/**
 * Makes a letter's new input out of the one that lies there, as it was enqueued. What it throws leaves the letter where
 * it lies.
 */
export type EditInput = (input: unknown, letter: DeadLetter) => unknown;

export type EditAnswer =
  | {
      readonly kind: "edited";
      readonly input: Payload | undefined;
      /** To be stored before the message is sent. */
      readonly stored: { readonly key: string; readonly text: string } | undefined;
    }
  /** The schema, or the editing function, refused. */
  | { readonly kind: "refused"; readonly error: CeleriacError }
  /** The old input could not be fetched. */
  | { readonly kind: "failed"; readonly error: CeleriacError };

/** The length of what keeps the keys of two edits apart, in random bytes. */
const KEY_BYTES = 6;

/** Works out a letter's new input and has the task's schema judge it. Nothing is stored. */
export async function editInput(
  site: DeadLetterSite,
  found: FoundLetter,
  envelope: Envelope,
  edit: InputEdit,
): Promise<EditAnswer> {
  const task = site.app.tasks.get(envelope.task);
  if (task === undefined) {
    return { kind: "refused", error: unknownTask(site, envelope) };
  }
  let old: unknown;
  if ("by" in edit) {
    try {
      old = await readOld(site, envelope);
    } catch (cause) {
      return { kind: "failed", error: asError(cause) };
    }
  }
  try {
    const value =
      "by" in edit ? await edit.by(old, describeDeadLetter(site.app, found)) : edit.value;
    await checkInput(task, value);
    const json = toJson(value, `the input of task ${task.name}`);
    if (json === undefined) return { kind: "edited", input: undefined, stored: undefined };
    if (travelsInline(json.text)) {
      return { kind: "edited", input: { kind: "inline", value: json.value }, stored: undefined };
    }
    const bytes = utf8Length(json.text);
    if (bytes > MAX_PAYLOAD_BYTES) throw tooLarge(task, bytes);
    // A key of its own: a letter that stays must keep the input that it has.
    const key = `inputs/${envelope.taskId}/${site.ports.random.hex(KEY_BYTES)}`;
    return {
      kind: "edited",
      input: { kind: "stored", key, bytes },
      stored: { key, text: json.text },
    };
  } catch (cause) {
    return { kind: "refused", error: refusal(cause) };
  }
}

async function readOld(site: DeadLetterSite, { taskId, input }: Envelope): Promise<unknown> {
  if (input?.kind !== "stored") return input?.value;
  const text = await site.ports.payloads.get(input.key);
  const decoded = text === undefined ? undefined : decodePayload(text);
  if (decoded?.ok) return decoded.value;
  throw new CeleriacError(
    "payload-missing",
    `the input of ${taskId}, ${input.key}, ${decoded === undefined ? "is not there any more" : decoded.fault}: ` +
      "give a whole new input instead of a function",
    { details: { taskId, key: input.key } },
  );
}

function refusal(cause: unknown): CeleriacError {
  if (CeleriacError.is(cause)) return cause;
  return new CeleriacError("invalid-input", "the function that edits inputs threw an error", {
    cause,
  });
}

function unknownTask(site: DeadLetterSite, { task, taskId }: Envelope): CeleriacError {
  return new CeleriacError(
    "invalid-input",
    `no task named "${task}" is in app "${site.app.name}": no schema can judge a new input of ${taskId}`,
    { details: { task, taskId } },
  );
}
