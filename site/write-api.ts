import { readFileSync } from "node:fs";
import { Application } from "typedoc";
import { load } from "typedoc-plugin-markdown";
import { ROOT } from "./reference/source-program.ts";

const manifest = readFileSync(`${ROOT}packages/celeriac/package.json`, "utf8");
/** The sources of the published sub-paths, each a page. */
const { exports: subPaths } = JSON.parse(manifest) as { exports: Record<string, string> };

/** Writes the API reference, from the source's types and comments, to docs/api: for the site. */
const app = await Application.bootstrapWithPlugins({
  plugin: [load],
  entryPoints: Object.values(subPaths).map((path) => `${ROOT}packages/celeriac/${path}`),
  tsconfig: `${ROOT}site/tsconfig.json`,
  name: "API",
  readme: `${ROOT}site/api.md`,
  // The component needs SST's globals, which are there where SST is.
  skipErrorChecking: true,
  excludeInternal: true,
  excludePrivate: true,
  disableSources: true,
  groupOrder: ["Functions", "Classes", "*"],
  logLevel: "Error",
  outputs: [{ name: "markdown", path: `${ROOT}docs/api` }],
});
for (const [option, value] of Object.entries({
  outputFileStrategy: "modules",
  mergeReadme: true,
  entryFileName: "index",
  hideBreadcrumbs: true,
  hidePageHeader: true,
  parametersFormat: "table",
  interfacePropertiesFormat: "table",
  typeDeclarationFormat: "table",
  useCodeBlocks: true,
}))
  app.options.setValue(option, value);
const project = await app.convert();
if (project === undefined) throw new Error("typedoc could not read the source");
await app.generateOutputs(project);
