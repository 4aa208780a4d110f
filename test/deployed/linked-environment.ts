import type { Resources } from "@celeriac/core";

/** What SST's `Function` adds to the environment: `normalizeEnvironment` in its function.ts. */
export function environmentBySst(key: string): Readonly<Record<string, string>> {
  return { SST_RESOURCE_App: APP_LINK, SST_KEY: key, SST_KEY_FILE: "resource.enc" };
}

const APP_LINK = JSON.stringify({ name: "site", stage: "test" });

/**
 * What a function has that links Celeriac's component and a bucket. The emulators' addresses come with it; credentials do
 * not, as on AWS, where they are the role's.
 */
export function linksTo({
  credentials: _,
  ...resources
}: Resources): Readonly<Record<string, unknown>> {
  return {
    Photos: { name: "photos", type: "sst.aws.Bucket" },
    Tasks: { ...resources, kind: "celeriac-resources", type: "celeriac.sst.Celeriac" },
  };
}

/** As SST gives links to services and to its own children: `Link.propertiesToEnv` in its link.ts. */
export function toVariables(
  links: Readonly<Record<string, unknown>>,
): Readonly<Record<string, string>> {
  const variables = Object.entries(links).map(([name, link]) => [
    `SST_RESOURCE_${name}`,
    JSON.stringify(link),
  ]);
  return { ...Object.fromEntries(variables), SST_RESOURCE_App: APP_LINK };
}
