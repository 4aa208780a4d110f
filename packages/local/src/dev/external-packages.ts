import { isBuiltin } from "node:module";
import { sep } from "node:path";
import { pathToFileURL } from "node:url";
import type { OnResolveArgs, OnResolveResult, Plugin, PluginBuild } from "esbuild";

const NAME = "celeriac-external-packages";

/**
 * Leaves installed packages out of a bundle, which then loads each from where its importer found it: native packages work,
 * and a bundle is made in a moment. Packages of the workspace, which lie outside `node_modules`, are bundled.
 */
export function externalPackages(): Plugin {
  return {
    name: NAME,
    setup: (build) => {
      // Not a path, be it relative or absolute.
      build.onResolve({ filter: /^[^./]/ }, (asked) => resolvePackage(build, asked));
    },
  };
}

async function resolvePackage(
  build: PluginBuild,
  { path, kind, resolveDir, importer, pluginData }: OnResolveArgs,
): Promise<OnResolveResult | undefined> {
  if (pluginData === NAME || kind === "entry-point" || isBuiltin(path)) return undefined;
  const found = await build.resolve(path, { kind, resolveDir, importer, pluginData: NAME });
  if (found.errors.length > 0) return undefined;
  const isInstalled = found.path.includes(`${sep}node_modules${sep}`);
  if (!isInstalled || !/\.[mc]?js$/.test(found.path)) return undefined;
  const isRequired = kind === "require-call" || kind === "require-resolve";
  return { external: true, path: isRequired ? found.path : pathToFileURL(found.path).href };
}
