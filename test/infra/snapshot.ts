import type { CreatedResource } from "./harness/created-resource.ts";
import { ROOT } from "./harness/deploy.ts";

/** SST's random end of a physical name (naming.ts: `PRETTY_CHARS`). */
const RANDOM_SUFFIX = /-[abcdefhkmnorstuvwxz]{8}(?![a-z])/g;
const ASSET_DIGEST = /-code-[0-9a-f]{64}/g;

/**
 * A deployment as text, resource by resource in the order of their names, for reviews: what Pulumi is asked for, without
 * what is random.
 */
export function describeResources(resources: readonly CreatedResource[]): string {
  return resources
    .filter(({ type }) => !type.startsWith("pulumi:"))
    .map(describe)
    .toSorted()
    .join("\n");
}

function describe({ type, name, inputs, retainOnDelete, ignoreChanges }: CreatedResource): string {
  const lines = Object.entries(inputs)
    .filter(([, value]) => value !== undefined && value !== null)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, value]) => `    ${key}: ${show(value)}`);
  const options = [
    ...(retainOnDelete ? ["    (kept when it is removed)"] : []),
    ...ignoreChanges
      .filter((field) => !["name", "bucket"].includes(field))
      .map((field) => `    (${field} is left as it is)`),
  ];
  return [`${name}  ${type}`, ...lines, ...options, ""].join("\n");
}

function show(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text
    .replaceAll(ROOT, ".")
    .replaceAll(RANDOM_SUFFIX, "-********")
    .replaceAll(ASSET_DIGEST, "-code-****");
}
