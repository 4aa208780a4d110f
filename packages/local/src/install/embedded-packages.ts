import type { EmbeddedAwsOptions } from "../embedded-aws-options.ts";
import { dynoxideProgram } from "../table/dynoxide-server.ts";
import type { LocalPackage } from "./require-packages.ts";

/** The packages that an embedded AWS is made of: no dynalite where there is dynoxide, no esbuild without anything to bundle. */
export function embeddedPackages({
  table,
  functions,
}: Pick<EmbeddedAwsOptions, "table" | "functions">): readonly LocalPackage[] {
  const isDynalite = table === undefined ? dynoxideProgram() === undefined : table === "dynalite";
  return ["fauxqs", ...(isDynalite ? (["dynalite"] as const) : []), ...bundlingPackages(functions)];
}

/** What bundles functions, where there are any that are not bundled already. */
export function bundlingPackages(
  functions: EmbeddedAwsOptions["functions"] = {},
): readonly LocalPackage[] {
  return Object.values(functions).some((source) => "entry" in source) ? ["esbuild"] : [];
}
