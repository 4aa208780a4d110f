/** Whose code the package holds: what only local work needs, so that nobody installs it for production. */
export const HELD: readonly string[] = ["@hono/node-server", "croner", "hono", "zod"];

/** Copied whole: installed as a dependency it wants a compiler. The name that the code finds it by, and its file. */
export const LAMBDA_RUNTIME = {
  name: "aws-lambda-ric",
  import: "#lambda-runtime",
  file: "index.mjs",
} as const;

/**
 * What a user installs by name where it is wanted: `^` is the version that this repository tests, and what is compatible
 * with it. What a project may have for itself is wide: npm refuses to install a package beside an optional peer of another
 * version.
 */
const PEERS: Readonly<Record<string, string>> = {
  "@dynoxide/linux-x64": "^",
  dynalite: "^",
  esbuild: ">=0.25.0",
  fauxqs: "^",
  vitest: "*",
};

/** Whose minor versions may break us: the guard of effects is a class of theirs, extended. */
const PATCHES_ONLY = /^@aws-lambda-powertools\//;

export interface DependencyPlan {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
}

/**
 * What the package depends on, of what its files import and the versions that the rooms declare. A peer is named even
 * when nothing imports it: some are programs, or found by their path.
 * @throws {Error} for an import that no room declares, and for a peer of an unknown version.
 */
export function planDependencies(
  imported: ReadonlySet<string>,
  versions: ReadonlyMap<string, string>,
): DependencyPlan {
  const undeclared = [...imported].filter((name) => !versions.has(name) && !(name in PEERS));
  if (undeclared.length > 0) {
    throw new Error(
      `the package imports ${undeclared.join(", ")}, which no room declares: add it to the room's package.json`,
    );
  }
  const held = [...imported].filter((name) => HELD.includes(name));
  if (held.length > 0) throw new Error(`${held.join(", ")} should be in the package, not imported`);
  const dependencies = [...imported]
    .filter((name) => !(name in PEERS))
    .toSorted((a, b) => a.localeCompare(b))
    .map((name) => [name, `${PATCHES_ONLY.test(name) ? "~" : "^"}${versions.get(name)}`]);
  return {
    dependencies: Object.fromEntries(dependencies),
    peerDependencies: Object.fromEntries(
      Object.entries(PEERS).map(([name, range]) => [name, peerRange(range, name, versions)]),
    ),
  };
}

function peerRange(range: string, name: string, versions: ReadonlyMap<string, string>): string {
  if (range !== "^") return range;
  const version = versions.get(name);
  if (version === undefined) throw new Error(`no room declares the peer ${name}`);
  return `^${version}`;
}
