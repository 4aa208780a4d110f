import { CeleriacError } from "../errors/celeriac-error.ts";
import { SQS_MAX_MESSAGE_BYTES } from "../limits.ts";
import { show } from "../show.ts";
import type { Envelope } from "./envelope.ts";
import { safeJson } from "./escape.ts";
import { forbiddenContent } from "./forbidden-content.ts";
import { isTaskId } from "./syntax.ts";
import { textFault } from "./text-limits.ts";
import { toWire } from "./wire.ts";
import { wireFault } from "./wire-faults.ts";

/**
 * Writes an envelope as a message body: text that SQS and EventBridge Scheduler take, and that {@link decodeEnvelope}
 * reads back as the same envelope. Its length in bytes is its length in UTF-8: `utf8Length`.
 * @throws {CeleriacError} `payload-too-large` above 1 MiB or 10,000 keys (store the input and send its reference),
 * `not-serialisable` for an input with a key that no reader takes, `invalid-options` for a field that no reader takes.
 */
export function encodeEnvelope(envelope: Envelope): string {
  const wire = toWire(envelope);
  const fault = wireFault({ ...wire });
  if (fault !== undefined) throw refuse("invalid-options", envelope, fault);
  const forbidden = forbiddenContent(wire);
  if (forbidden !== undefined) {
    throw refuse("not-serialisable", envelope, `its input has ${forbidden}: expected other names`);
  }
  const body = safeJson(wire);
  const excess = textFault(body);
  if (excess !== undefined) {
    throw refuse(
      "payload-too-large",
      envelope,
      `${excess}: store the input and send its reference`,
    );
  }
  return body;
}

/** Says whether a JSON text may travel inside a message; a longer, deeper or richer one has to be stored. */
export function fitsInline(text: string): boolean {
  // The envelope's own keys and the level that it adds.
  return textFault(`{${'"":'.repeat(ENVELOPE_KEYS)}${text}`) === undefined;
}

const ENVELOPE_KEYS = 24 + 32;

function refuse(
  code: "invalid-options" | "not-serialisable" | "payload-too-large",
  envelope: Envelope,
  fault: string,
): CeleriacError {
  const { taskId, task } = envelope;
  return new CeleriacError(
    code,
    `the message of task ${named(task)} (${named(taskId)}) cannot be sent: ${fault}`,
    {
      details: { taskId, task, limitBytes: SQS_MAX_MESSAGE_BYTES },
    },
  );
}

/** As it is, unless it is none. */
function named(name: unknown): string {
  return isTaskId(name) ? name : show(name);
}
