import { randomBytes } from "node:crypto";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import type { LambdaFunctionSource } from "@celeriac/local";
import { FUNCTION_SETTINGS } from "@celeriac/sst/function-settings";
import type { App } from "celeriac";
import { type EmbeddedAws, startEmbeddedAws } from "celeriac/local";
import { environmentBySst, linksTo, toVariables } from "./linked-environment.ts";
import { writeLinks } from "./sst-build.ts";

type Options = NonNullable<Parameters<typeof startEmbeddedAws>[1]>;

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/**
 * Starts an app as `sst deploy` would leave it: its functions are the bundles that SST builds, each with the encrypted
 * links in its folder; other processes, and this one until the stop, have links and credentials in their environment.
 * Nobody is given `CELERIAC_RESOURCES`. `bundles`: as the project's set-up provides them.
 */
export async function startDeployedAws(
  app: App,
  options: Options,
  bundles: Readonly<Record<string, string>>,
): Promise<EmbeddedAws> {
  const folder = mkdtempSync(join(tmpdir(), "celeriac-archives-"));
  const key = randomBytes(32).toString("base64");
  const functions = Object.fromEntries(
    Object.entries(options.functions ?? {}).map(([queue, source]) => {
      const archive = join(folder, queue);
      cpSync(bundleOf(source, bundles), archive, { recursive: true });
      return [queue, deployed(queue, archive, source, key)];
    }),
  );
  const aws = await startEmbeddedAws(app, { ...options, functions });
  const links = linksTo(aws.resources);
  for (const { folder: archive } of Object.values(functions)) await writeLinks(archive, links, key);
  const { CELERIAC_RESOURCES: _, ...awsVariables } = aws.environment;
  const environment = { ...awsVariables, ...toVariables(links) };
  Object.assign(process.env, environment);
  return {
    ...aws,
    environment,
    stop: async () => {
      for (const variable of Object.keys(environment)) delete process.env[variable];
      await aws.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function bundleOf(source: LambdaFunctionSource, bundles: Readonly<Record<string, string>>): string {
  const entry = "entry" in source ? relative(ROOT, source.entry) : source.folder;
  const bundle = bundles[entry];
  if (bundle === undefined) throw new Error(`test/deployed/global-setup.ts builds no ${entry}`);
  return bundle;
}

function deployed(queue: string, folder: string, source: LambdaFunctionSource, key: string) {
  const environment = {
    ...FUNCTION_SETTINGS.environment,
    CELERIAC_QUEUES: queue,
    ...source.environment,
    ...environmentBySst(key),
  };
  return { folder, handler: "bundle.handler", environment };
}
