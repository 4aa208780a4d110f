import { parseResources, type Resources } from "@celeriac/core";

/** What `celeriac dev` says of itself, in `.celeriac/dev.json` of the folder that it runs in. */
interface DevFile {
  readonly pid: number;
  readonly app: string;
  readonly environment: { readonly CELERIAC_RESOURCES: string };
}

/**
 * The resources of the `celeriac dev` that runs in this folder, or nearest above it, for this app. `undefined` when there is
 * none, when its process is gone, and wherever code runs in earnest: in Lambda, in ECS, or with `NODE_ENV=production`.
 */
export function devResources(
  app: string,
  environment: Readonly<Record<string, string | undefined>>,
): Resources | undefined {
  const { NODE_ENV: mode, AWS_LAMBDA_FUNCTION_NAME: fn, ECS_AGENT_URI: ecs } = environment;
  if (mode === "production" || fn || ecs) return undefined;
  const { dirname, join } = process.getBuiltinModule("node:path");
  for (let folder = process.cwd(); ; folder = dirname(folder)) {
    const found = readDevFile(join(folder, ".celeriac", "dev.json"));
    if (found?.app === app && isAlive(found.pid)) {
      return parseResources(found.environment.CELERIAC_RESOURCES, "a running celeriac dev");
    }
    if (dirname(folder) === folder) return undefined;
  }
}

function readDevFile(path: string): DevFile | undefined {
  try {
    return JSON.parse(process.getBuiltinModule("node:fs").readFileSync(path, "utf8")) as DevFile;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
