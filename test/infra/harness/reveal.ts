/** Pulumi's mark of a secret value on the wire (sdk/nodejs/runtime/rpc.ts: `specialSigKey`, `specialSecretSig`). */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

/** Takes the mark of secrets off, wherever it is. */
export function reveal(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reveal);
  if (typeof value !== "object" || value === null) return value;
  const fields = value as Readonly<Record<string, unknown>>;
  if (fields[SIGNATURE] === SECRET) return reveal(fields["value"]);
  // Assets and archives are marked too, and are what they are.
  if (SIGNATURE in fields) return fields;
  return Object.fromEntries(Object.entries(fields).map(([key, each]) => [key, reveal(each)]));
}
