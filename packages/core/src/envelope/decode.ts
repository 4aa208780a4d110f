import { CeleriacError } from "../errors/celeriac-error.ts";
import { show } from "../show.ts";
import { ENVELOPE_VERSION, type Envelope } from "./envelope.ts";
import { forbiddenContent } from "./forbidden-content.ts";
import { textFault } from "./text-limits.ts";
import { fromWire, type WireEnvelope } from "./wire.ts";
import { isFields, wireFault } from "./wire-faults.ts";

/** What a message body was. */
export type DecodeAnswer =
  | { readonly kind: "envelope"; readonly envelope: Envelope }
  /** Written by newer code: a roll-out is under way. */
  | { readonly kind: "newer-version"; readonly version: number }
  /** `undecodable`; the message holds nothing of the input. */
  | { readonly kind: "malformed"; readonly error: CeleriacError };

/**
 * Reads a message body, whoever wrote it. Takes on at most 1 MiB, 64 levels and 10,000 keys, refuses keys that reach
 * for a prototype, and checks every field. Never throws.
 */
export function decodeEnvelope(body: string): DecodeAnswer {
  if (typeof body !== "string") return malformed(`it is ${show(body)}: expected a text`);
  const excess = textFault(body);
  if (excess !== undefined) return malformed(excess);
  const parsed = parse(body);
  if (!isFields(parsed)) return malformed("it is not a JSON object");
  const forbidden = forbiddenContent(parsed);
  if (forbidden !== undefined) return malformed(`it has ${forbidden}`);
  const version = parsed["v"];
  if (!Number.isSafeInteger(version) || Number(version) < 1) {
    return malformed(`the version ("v") is ${show(version)}: expected a whole number from 1`);
  }
  if (Number(version) > ENVELOPE_VERSION)
    return { kind: "newer-version", version: Number(version) };
  const fault = wireFault(parsed);
  if (fault !== undefined) return malformed(fault);
  return { kind: "envelope", envelope: fromWire(parsed as unknown as WireEnvelope) };
}

// The parser's own message quotes the text, which may be anybody's secret.
function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function malformed(fault: string): DecodeAnswer {
  const message = `the message body is no envelope: ${fault}`;
  return { kind: "malformed", error: new CeleriacError("undecodable", message) };
}
