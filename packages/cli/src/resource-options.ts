import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { type App, CeleriacError, parseResources, type Resources, show } from "@celeriac/core";
import { type Command, Option } from "commander";
import type { CommandPorts } from "./command-ports.ts";

/** What every command that works on a running app can be told of where it is. */
export interface ResourceOptions {
  readonly resources?: string;
  readonly link?: string;
  readonly endpoint?: string;
}

/** Adds `--resources`, `--link` and `--endpoint`: give their values to `findAppResources`. */
export function addResourceOptions(command: Command): Command {
  return command
    .option(
      "--resources <file>",
      'JSON of where the app\'s resources are, "-" for stdin (default: CELERIAC_RESOURCES, else the SST link of the app, else a celeriac dev that runs here)',
    )
    .option("--link <name>", "the SST component that is meant, where several of one app are linked")
    .addOption(
      new Option(
        "--endpoint <url>",
        "a LocalStack where celeriac dev --endpoint has made them",
      ).conflicts(["resources", "link"]),
    );
}

/**
 * Where the resources of this app are, by what the options say, else as a client finds them. They may lack queues.
 * @throws {CeleriacError} `missing-resource` when they are not known or another app's; `invalid-options`.
 */
export async function findAppResources(
  app: App,
  options: ResourceOptions,
  ports: Pick<CommandPorts, "directory" | "readStdin" | "findResources" | "resourcesAt">,
): Promise<Resources> {
  const resources = await readResources(app, options, ports);
  if (resources.app === app.name) return resources;
  throw new CeleriacError(
    "missing-resource",
    `the resources are those of app ${show(resources.app)}, and this is app ${show(app.name)}: ` +
      "name the app's module by --app, or its own resources by --resources",
  );
}

async function readResources(
  app: App,
  { resources, link, endpoint }: ResourceOptions,
  ports: Parameters<typeof findAppResources>[2],
): Promise<Resources> {
  if (endpoint !== undefined) return ports.resourcesAt(app, checkUrl(endpoint));
  if (resources === undefined) return linkedResources(app, link, ports);
  return parseResources(await readSaid(resources, ports), "--resources");
}

/** @throws {CeleriacError} `invalid-options` for what is no URL of a server. */
export function checkUrl(endpoint: string): string {
  if (URL.canParse(endpoint) && /^https?:/i.test(endpoint)) return endpoint;
  throw new CeleriacError(
    "invalid-options",
    `--endpoint is ${show(endpoint)}: expected a URL such as http://localhost:4566`,
  );
}

function linkedResources(
  app: App,
  link: string | undefined,
  ports: Pick<CommandPorts, "findResources">,
): Resources {
  try {
    return ports.findResources(app.name, link);
  } catch (cause) {
    if (!CeleriacError.is(cause, "missing-resource")) throw cause;
    const { linked } = cause.details;
    if (Array.isArray(linked) && linked.length === 0) throw nowhere(app, cause);
    throw new CeleriacError(
      "missing-resource",
      `${cause.message} For this command: run it by sst shell, which links all of an SST app, or name a file by --resources`,
      { cause },
    );
  }
}

function nowhere(app: App, cause: CeleriacError): CeleriacError {
  return new CeleriacError(
    "missing-resource",
    `nothing says where app ${show(app.name)} runs: start celeriac dev in this folder or one above; on AWS put ` +
      "sst shell --stage <stage> -- before the command; or say --resources <file>, --endpoint <url>, or CELERIAC_RESOURCES",
    { cause },
  );
}

async function readSaid(
  file: string,
  ports: Pick<CommandPorts, "directory" | "readStdin">,
): Promise<string> {
  if (file === "-") return ports.readStdin();
  try {
    return await readFile(resolve(ports.directory, file), "utf8");
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : show(cause);
    throw new CeleriacError("invalid-options", `--resources cannot be read: ${reason}`, { cause });
  }
}
