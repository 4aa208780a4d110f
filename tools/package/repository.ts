import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's root. */
export const ROOT: string = fileURLToPath(new URL("../../", import.meta.url));

/** What of a package.json is read or written here. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly description?: string;
  readonly license?: string;
  readonly keywords?: readonly string[];
  readonly engines?: Readonly<Record<string, string>>;
  readonly sideEffects?: boolean | readonly string[];
  readonly bin?: Readonly<Record<string, string>>;
  readonly exports?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/** The folder of the package that users install, from the repository's root. */
export const PUBLISHED = "packages/celeriac";

export function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
}

/** The versions that the rooms declare of packages which are not theirs: exact, and one of each. */
export function declaredVersions(root: string = ROOT): ReadonlyMap<string, string> {
  const versions = new Map<string, string>();
  for (const file of globSync("packages/*/package.json", { cwd: root })) {
    const manifest = readManifest(join(root, file, ".."));
    for (const field of ["dependencies", "optionalDependencies", "devDependencies"] as const) {
      for (const [name, version] of Object.entries(manifest[field] ?? {})) {
        const known = versions.get(name);
        if (known !== undefined && known !== version) {
          throw new Error(`${file} wants ${name} ${version}, and another room ${known}`);
        }
        versions.set(name, version);
      }
    }
  }
  return versions;
}
