import type { Json } from "../json.ts";
import { MAX_PAYLOAD_BYTES } from "../limits.ts";
import { forbiddenContent } from "./forbidden-content.ts";
import { depthFault, MAX_DEPTH, utf8Length } from "./text-limits.ts";

export type DecodePayloadAnswer =
  | { readonly ok: true; readonly value: Json }
  /** What is wrong, never quoting the text. */
  | { readonly ok: false; readonly fault: string };

/**
 * Reads an input or a result from the payload store, whoever wrote it. Takes on at most 32 MiB and 64 levels, and refuses
 * keys that reach for a prototype. Never throws.
 */
export function decodePayload(text: string): DecodePayloadAnswer {
  if (text.length * 3 > MAX_PAYLOAD_BYTES && utf8Length(text) > MAX_PAYLOAD_BYTES) {
    return { ok: false, fault: "is longer than 32 MiB" };
  }
  if (depthFault(text) !== undefined) return { ok: false, fault: `nests deeper than ${MAX_DEPTH}` };
  let value: Json;
  try {
    value = JSON.parse(text);
  } catch {
    // The parser's own message quotes the text, which may be anybody's secret.
    return { ok: false, fault: "is not JSON" };
  }
  const forbidden = forbiddenContent([value], Number.POSITIVE_INFINITY);
  return forbidden === undefined ? { ok: true, value } : { ok: false, fault: `has ${forbidden}` };
}
