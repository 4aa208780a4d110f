import { decryptLinks } from "./encrypted-links.ts";

type Environment = Readonly<Record<string, string | undefined>>;

const PREFIX = "SST_RESOURCE_";

/**
 * What SST has linked to this process, by the names of its components. Read as `sst/resource` of SST 4.17 reads it, from,
 * in this order and later ones winning: each variable `SST_RESOURCE_<Name>`, `SST_RESOURCES_JSON`, and either the file
 * that `SST_KEY_FILE` names and `SST_KEY` opens, or what a site's own wrapper has read from it already (`decrypted`).
 * Unlike it, what is not JSON is passed over: it may be of no concern to us.
 * @throws {CeleriacError} `missing-resource` when the file cannot be read or opened.
 */
export function readSstLinks(
  environment: Environment,
  decrypted?: unknown,
): ReadonlyMap<string, unknown> {
  const { SST_RESOURCES_JSON: all, SST_KEY_FILE: file, SST_KEY: key } = environment;
  const variables = Object.entries(environment)
    .filter(([variable]) => variable.startsWith(PREFIX))
    .map(([variable, text]) => [variable.slice(PREFIX.length), parse(text)] as const)
    .filter(([, link]) => link !== undefined);
  const sealed = decrypted ?? (file && key ? parse(decryptLinks(file, key)) : undefined);
  return new Map([...variables, ...linksOf(parse(all)), ...linksOf(sealed)]);
}

function linksOf(source: unknown): readonly (readonly [string, unknown])[] {
  return typeof source === "object" && source !== null ? Object.entries(source) : [];
}

function parse(text: string | undefined): unknown {
  try {
    return text ? (JSON.parse(text) as unknown) : undefined;
  } catch {
    return undefined;
  }
}
