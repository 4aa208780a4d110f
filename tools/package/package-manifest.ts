import { entryName } from "./bundle-sources.ts";
import { type DependencyPlan, LAMBDA_RUNTIME } from "./dependency-plan.ts";
import { type Manifest, PUBLISHED } from "./repository.ts";

/** The file that Lambda's runtime is copied to, from the package's root. */
export const RUNTIME_FILE = "dist/lambda-runtime.mjs";

/** What is in the package beside its manifest, README and licence, which npm adds by itself. */
const FILES = ["dist", "docker", "docs", "CHANGELOG.md", "NOTICE", "THIRD-PARTY-NOTICES.md"];

/**
 * The manifest that is published: what the workspace's says, of built files.
 * @param repository its web address, where it is known; the provenance is compared with it.
 */
export function packageManifest(
  source: Manifest,
  { dependencies, optionalPeers }: DependencyPlan,
  repository: string | undefined,
): Readonly<Record<string, unknown>> {
  const { name, version, description, license, keywords, engines, sideEffects } = source;
  const exports = Object.keys(source.exports ?? {}).map((path) => {
    const built = `./dist/${entryName(path)}`;
    return [path, { types: `${built}.d.mts`, default: `${built}.mjs` }];
  });
  const bin = Object.entries(source.bin ?? {}).map(([command, file]) => [
    command,
    file.replace(/^(?:\.\/)?src\/(.*)\.ts$/, "dist/$1.mjs"),
  ]);
  return {
    ...{ name, version, description, license, keywords },
    ...(repository === undefined ? {} : addressesIn(repository)),
    type: "module",
    sideEffects,
    engines,
    bin: Object.fromEntries(bin),
    exports: Object.fromEntries([...exports, ["./package.json", "./package.json"]]),
    imports: { [LAMBDA_RUNTIME.import]: `./${RUNTIME_FILE}` },
    files: FILES,
    dependencies,
    peerDependenciesMeta: Object.fromEntries(
      optionalPeers.map((peer) => [peer, { optional: true }]),
    ),
    publishConfig: { access: "public", provenance: true },
  };
}

function addressesIn(repository: string): Readonly<Record<string, unknown>> {
  return {
    homepage: `${repository}#readme`,
    repository: { type: "git", url: `git+${repository}.git`, directory: PUBLISHED },
    bugs: { url: `${repository}/issues` },
  };
}
