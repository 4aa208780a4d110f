import { parseResources, type Resources } from "@celeriac/core";
import { devResources } from "./dev-resources.ts";
import { linkedResources } from "./linked-resources.ts";
import { readSstLinks } from "./sst-links.ts";

/** Where a process may be told of its resources. */
export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** What a site's wrapper has read of SST's encrypted links: `globalThis.SST_KEY_FILE_DATA`. */
  readonly decryptedLinks?: unknown;
}

/**
 * Finds where an app's resources are: what `CELERIAC_RESOURCES` says, else the SST link of the app, which `link` names
 * where there are several, else a `celeriac dev` that runs here. Without the variable each call looks anew.
 * @throws {CeleriacError} `missing-resource` when none says it, when several links do, or when what is there cannot be read.
 */
export function findResources(
  app: string,
  { environment, decryptedLinks }: Surroundings,
  link?: string,
): Resources {
  const text = environment["CELERIAC_RESOURCES"];
  if (text !== undefined && text !== "") return parseResources(text);
  const links = readSstLinks(environment, decryptedLinks);
  return linkedResources(links, app, {
    name: link,
    otherwise: () => devResources(app, environment),
  });
}
