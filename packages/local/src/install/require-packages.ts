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
  const command = installCommand(missing, { directory, environment });
  const what = missing.map((name) => `${name} (${PURPOSES[name]})`).join(", ");
  throw new CeleriacError(
    "missing-package",
    `AWS on this machine needs ${what}, which ${missing.length === 1 ? "is" : "are"} not installed with celeriac: ${command}`,
    { details: { packages: missing, command } },
  );
}
