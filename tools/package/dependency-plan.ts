/** Whose code the package holds: what only local work needs, so that nobody installs it for production. */
export const HELD: readonly string[] = ["@hono/node-server", "croner", "hono", "zod"];

/** Copied whole: installed as a dependency it wants a compiler. The name that the code finds it by, and its file. */
export const LAMBDA_RUNTIME = {
  name: "aws-lambda-ric",
  import: "#lambda-runtime",
  file: "index.mjs",
} as const;

/**
 * What a user installs by name where it is wanted. They are peers by `peerDependenciesMeta` alone, which makes them optional
 * peers for package managers that show a package only what it names. npm, which shows it all, would take an entry in
 * `peerDependencies` for a reason to install them in production too: `npm ci --omit=dev` leaves out what is nobody's peer.
 */
const OPTIONAL_PEERS: readonly string[] = [
  "@dynoxide/linux-x64",
  "dynalite",
  "esbuild",
  "fauxqs",
  "vitest",
];

/** Whose minor versions may break us: the guard of effects is a class of theirs, extended. */
const PATCHES_ONLY = /^@aws-lambda-powertools\//;

export interface DependencyPlan {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly optionalPeers: readonly string[];
}

/**
 * What the package depends on, of what its files import and the versions that the rooms declare. A peer is named even
 * when nothing imports it: some are programs, or found by their path.
 * @throws {Error} for an import that no room declares.
 */
export function planDependencies(
  imported: ReadonlySet<string>,
  versions: ReadonlyMap<string, string>,
): DependencyPlan {
  const named = [...imported].filter((name) => !OPTIONAL_PEERS.includes(name));
  const undeclared = named.filter((name) => !versions.has(name));
  if (undeclared.length > 0) {
    throw new Error(
      `the package imports ${undeclared.join(", ")}, which no room declares: add it to the room's package.json`,
    );
  }
  const held = named.filter((name) => HELD.includes(name));
  if (held.length > 0) throw new Error(`${held.join(", ")} should be in the package, not imported`);
  const dependencies = named
    .toSorted((a, b) => a.localeCompare(b))
    .map((name) => [name, `${PATCHES_ONLY.test(name) ? "~" : "^"}${versions.get(name)}`]);
  return { dependencies: Object.fromEntries(dependencies), optionalPeers: OPTIONAL_PEERS };
}
