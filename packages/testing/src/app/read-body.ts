import { decodeEnvelope, type Envelope } from "@celeriac/core";

/** The envelope in a message's body; `undefined` for what is none. */
export function readBody(body: string): Envelope | undefined {
  const decoded = decodeEnvelope(body);
  return decoded.kind === "envelope" ? decoded.envelope : undefined;
}
