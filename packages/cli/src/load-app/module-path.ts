import { stat } from "node:fs/promises";
import { resolve } from "node:path";

/** A module, and the one of its exports that is meant, if that was said. */
export interface ModulePath {
  /** Absolute. */
  readonly path: string;
  readonly exportName: string | undefined;
}

/** Reads `module` or `module#export`; nobody has looked whether there is such a file. */
export function readModulePath(said: string, directory: string): ModulePath {
  const hash = said.lastIndexOf("#");
  return hash === -1
    ? { path: resolve(directory, said), exportName: undefined }
    : { path: resolve(directory, said.slice(0, hash)), exportName: said.slice(hash + 1) };
}

export async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}
