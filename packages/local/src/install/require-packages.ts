import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { CeleriacError } from "@celeriac/core";
import { installCommand } from "./install-command.ts";
import { packageFolder } from "./package-folder.ts";

/** What is only needed on a developer's machine and in tests, and therefore not installed with celeriac; and what it is for. */
const PURPOSES = {
  fauxqs: "SQS and S3",
  dynalite: "DynamoDB",
  esbuild: "bundling functions",
} as const;

export type LocalPackage = keyof typeof PURPOSES;

/** Where packages are looked for, and what the command that installs them depends on. */
export interface PackageSurroundings {
  /** The URL of the module that needs them. */
  readonly from: string;
  readonly directory: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * Makes sure that packages are installed which local work alone needs.
 * @throws {CeleriacError} `missing-package`, naming all that are not, what each is for, and the command that installs them.
 */
export function requirePackages(
  packages: readonly LocalPackage[],
  { from, directory, environment }: PackageSurroundings = {
    from: import.meta.url,
    directory: process.cwd(),
    environment: process.env,
  },
): void {
  const missing = packages.filter((name) => packageFolder(name, from) === undefined);
  if (missing.length === 0) return;
  const wanted = wantedVersions(dirname(fileURLToPath(from)));
  const specifiers = missing.map((name) => {
    const version = wanted[name];
    return version !== undefined && /^\d/.test(version) ? `${name}@${version}` : name;
  });
  const command = installCommand(specifiers, { directory, environment });
  const what = missing.map((name) => `${name} (${PURPOSES[name]})`).join(", ");
  throw new CeleriacError(
    "missing-package",
    `AWS on this machine needs ${what}, which ${missing.length === 1 ? "is" : "are"} not installed with celeriac: ${command}`,
    { details: { packages: missing, command } },
  );
}

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** What the package that this module is of asks for: the nearest package.json says it. */
function wantedVersions(folder: string): Readonly<Record<string, string>> {
  let text: string;
  try {
    text = readFileSync(join(folder, "package.json"), "utf8");
  } catch {
    const parent = dirname(folder);
    return parent === folder ? {} : wantedVersions(parent);
  }
  const { dependencies, peerDependencies } = JSON.parse(text) as Manifest;
  return { ...dependencies, ...peerDependencies };
}
