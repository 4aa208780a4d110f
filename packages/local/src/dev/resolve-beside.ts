import type { Plugin } from "esbuild";

const NAME = "celeriac-resolve-beside";

/**
 * Resolves the packages that modules of one folder import as if these lay in another: what was written for an app finds what
 * is installed for the app, wherever in a repository of many packages that is.
 */
export function resolveBeside(folder: string, other: string): Plugin {
  return {
    name: NAME,
    setup: (build) => {
      build.onResolve(
        { filter: /^celeriac(\/|$)/ },
        async ({ path, kind, importer, pluginData }) => {
          if (pluginData === NAME || !importer.startsWith(folder)) return undefined;
          return build.resolve(path, { kind, resolveDir: other, pluginData: NAME });
        },
      );
    },
  };
}
