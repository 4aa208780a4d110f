import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { CeleriacError, show } from "@celeriac/core";

/** What there is of a project before Celeriac is added to it. */
export interface Project {
  /** Absolute. */
  readonly directory: string;
  /** Its package.json; `undefined` where there is none. */
  readonly manifest: Manifest | undefined;
  /** The text of its package.json. */
  readonly manifestText: string | undefined;
  readonly gitignore: string | undefined;
  readonly tsconfig: string | undefined;
  has(file: string): boolean;
}

export interface Manifest {
  readonly name?: unknown;
  readonly type?: unknown;
  readonly scripts?: Readonly<Record<string, unknown>>;
  readonly dependencies?: Readonly<Record<string, unknown>>;
  readonly devDependencies?: Readonly<Record<string, unknown>>;
  readonly [field: string]: unknown;
}

/** @throws {CeleriacError} `invalid-options` for a package.json that is no JSON object. */
export function readProject(directory: string): Project {
  const has = (file: string): boolean => existsSync(join(directory, file));
  const read = (file: string): string | undefined =>
    has(file) ? readFileSync(join(directory, file), "utf8") : undefined;
  const manifestText = read("package.json");
  return {
    directory,
    manifest: manifestText === undefined ? undefined : parseManifest(manifestText, directory),
    manifestText,
    gitignore: read(".gitignore"),
    tsconfig: read("tsconfig.json"),
    has,
  };
}

/** The name of the app: the package's, or the folder's, in what names of resources may have. */
export function appNameOf({ manifest, directory }: Project): string {
  const given = typeof manifest?.name === "string" ? manifest.name : basename(directory);
  const name = given
    .toLowerCase()
    .replace(/^@[^/]*\//, "")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+|-+$/g, "")
    .slice(0, LONGEST_NAME)
    .replace(/-+$/, "");
  return name === "" ? "my-app" : name;
}

/** Names of queues and tables are made of it, and have more to hold. */
const LONGEST_NAME = 20;

function parseManifest(text: string, directory: string): Manifest {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      return value as Manifest;
    }
  } catch (cause) {
    throw unreadable(directory, cause instanceof Error ? cause.message : show(cause));
  }
  throw unreadable(directory, "it is no object");
}

function unreadable(directory: string, why: string): CeleriacError {
  const path = join(directory, "package.json");
  return new CeleriacError("invalid-options", `${path} cannot be read: ${why}`);
}
