import { homedir } from "node:os";
import { join, resolve } from "node:path";

/** The environment variable that says where the emulators are kept between runs. */
export const CACHE_VARIABLE = "CELERIAC_EMULATOR_CACHE";

/** @defaultValue a folder in the user's cache directory, so that every checkout shares it */
export function cacheFolder(environment: Readonly<Record<string, string | undefined>>): string {
  const given = environment[CACHE_VARIABLE];
  if (given !== undefined && given !== "") return resolve(given);
  const userCache = environment["XDG_CACHE_HOME"] || join(homedir(), ".cache");
  return join(userCache, "celeriac-emulators");
}
