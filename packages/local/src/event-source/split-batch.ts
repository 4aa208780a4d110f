/** Lambda's largest event, bytes, with room for what surrounds the bodies. */
const MAX_EVENT_BYTES = 6_000_000;

/** Splits messages, in order, so that each part fits into one event of Lambda. */
export function splitBatch<M extends { readonly Body?: string | undefined }>(
  messages: readonly M[],
): readonly (readonly M[])[] {
  const parts: M[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const message of messages) {
    // As it stands in the event: quoted and escaped once more.
    const size = Buffer.byteLength(JSON.stringify(message));
    const part = parts.at(-1);
    if (part === undefined || bytes + size > MAX_EVENT_BYTES) {
      parts.push([message]);
      bytes = size;
    } else {
      part.push(message);
      bytes += size;
    }
  }
  return parts;
}
