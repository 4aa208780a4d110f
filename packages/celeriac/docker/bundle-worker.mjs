/**
 * Bundles a worker for its image, in the Dockerfile beside this file:
 *
 *     node bundle-worker.mjs <entry> <folder> [package that is not bundled]...
 *
 * The folder gets `worker.mjs`, its source map, and `node_modules` with the named packages and all that they depend on,
 * as they are installed where this is run.
 */
import { access, cp, glob, mkdir, readFile, realpath, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, relative, resolve, sep } from "node:path";

const [entry, folder, ...external] = process.argv.slice(2);
if (entry === undefined || folder === undefined) {
  fail("expected an entry and a folder: node bundle-worker.mjs src/worker.ts /out [package]...");
}

const root = await realpath(process.cwd());
for (const installed of await bundle(resolve(root, entry), folder, external)) {
  await checkBundled(installed);
}
await copyInstalled(await closureOf(dirname(resolve(root, entry)), external), folder);

/**
 * Answers the folders of the packages that are in the bundle.
 * @type {(entry: string, folder: string, external: string[]) => Promise<Set<string>>}
 */
async function bundle(entry, folder, external) {
  const { build } = await import("esbuild").catch(() =>
    fail(
      "esbuild is not installed: npm install --save-dev esbuild, or --save-prod where OMIT leaves out devDependencies",
    ),
  );
  const { metafile } = await build({
    absWorkingDir: root,
    metafile: true,
    entryPoints: [{ in: entry, out: "worker" }],
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    external,
    platform: "node",
    target: "node24",
    format: "esm",
    mainFields: ["module", "main"],
    minify: true,
    // Node shows the line of an error that nobody caught: it must not be the whole file.
    lineLimit: 200,
    // Error names are class names, and are recorded.
    keepNames: true,
    sourcemap: true,
    // Traces need positions only, and a map is read whole at the first one.
    sourcesContent: false,
    legalComments: "none",
    logLevel: "error",
    // CommonJS packages inside an ES module still ask for what an ES module does not have.
    banner: {
      js: 'import{createRequire as celeriacRequire}from"node:module";const require=celeriacRequire(import.meta.url),__filename=import.meta.filename,__dirname=import.meta.dirname;',
    },
  }).catch(() => fail("the worker could not be bundled. A native package goes into EXTERNAL"));
  const packages = Object.keys(metafile.inputs).flatMap(
    (input) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input) ?? [],
  );
  return new Set(packages.map((path) => join(root, path)));
}

/**
 * Bundled native code may go unnoticed until the worker starts: its binaries are found at run time.
 * @type {(installed: string) => Promise<void>}
 */
async function checkBundled(installed) {
  const { name, gypfile, optionalDependencies = {} } = await manifestIn(installed);
  const signs = ["binding.gyp", "prebuilds"].map((each) => exists(join(installed, each)));
  const forPlatforms = Object.keys(optionalDependencies).map(async (each) => {
    const found = await locate(installed, each);
    return found !== undefined && "cpu" in (await manifestIn(found)) && (await hasAddon(found));
  });
  const isNative = (await Promise.all([gypfile === true, ...signs, ...forPlatforms])).includes(
    true,
  );
  if (isNative) {
    fail(
      `${name} has native code, which a bundle cannot hold: name it in EXTERNAL, as in EXTERNAL="${name}"`,
    );
  }
}

/**
 * Packages and what they depend on, as Node finds them from a folder: where each was found, to where it really lies,
 * which differ where the package manager made links. An optional dependency may be missing: most of them are for other
 * platforms.
 *
 * @type {(from: string, names: string[]) => Promise<Map<string, string>>}
 */
async function closureOf(from, names) {
  const closure = new Map();
  const visit = async (from, name, optional) => {
    const found = await locate(from, name);
    if (found === undefined && optional) return;
    if (found === undefined) fail(`${name} is not installed, and ${from} needs it`);
    if (closure.has(found)) return;
    const installed = await realpath(found);
    closure.set(found, installed);
    const {
      dependencies = {},
      optionalDependencies = {},
      peerDependencies = {},
    } = await manifestIn(installed);
    for (const each of Object.keys(dependencies)) {
      await visit(installed, each, each in optionalDependencies);
    }
    for (const each of Object.keys({ ...optionalDependencies, ...peerDependencies })) {
      await visit(installed, each, true);
    }
  };
  for (const name of names) await visit(from, name, false);
  return closure;
}

/** @type {(from: string, name: string) => Promise<string | undefined>} */
async function locate(from, name) {
  const folders = createRequire(join(from, "package.json")).resolve.paths(name) ?? [];
  for (const folder of folders) {
    const found = join(folder, name);
    if (await exists(join(found, "package.json"))) return found;
  }
  return undefined;
}

/** @type {(installed: string) => Promise<Record<string, unknown>>} */
async function manifestIn(installed) {
  return JSON.parse(await readFile(join(installed, "package.json"), "utf8"));
}

/** @type {(installed: string) => Promise<boolean>} */
async function hasAddon(installed) {
  for await (const _addon of glob("**/*.node", { cwd: installed })) return true;
  return false;
}

/** @type {(path: string) => Promise<boolean>} */
async function exists(path) {
  return await access(path).then(
    () => true,
    () => false,
  );
}

/** @type {(closure: Map<string, string>, folder: string) => Promise<void>} */
async function copyInstalled(closure, folder) {
  const copied = new Map();
  for (const [found, installed] of closure) {
    const place = join(folder, placeOf(installed));
    if (!copied.has(place)) {
      // A package's own node_modules holds what it depends on, which is copied by name.
      const nested = join(installed, "node_modules");
      await cp(installed, place, { recursive: true, filter: (source) => source !== nested });
      copied.set(place, installed);
    }
    if (copied.get(place) !== installed) {
      fail(
        `two versions of ${placeOf(installed)} are needed: ${copied.get(place)} and ${installed}`,
      );
    }
    const link = join(folder, placeOf(found));
    if (link === place) continue;
    await mkdir(dirname(link), { recursive: true });
    await symlink(relative(dirname(link), place), link);
  }
}

/**
 * Where a package goes: beside the bundle, whichever workspace it was installed for.
 * @type {(installed: string) => string}
 */
function placeOf(installed) {
  const parts = relative(root, installed).split(sep);
  if (parts.includes("node_modules")) return join(...parts.slice(parts.indexOf("node_modules")));
  return fail(
    `${installed} is a workspace's folder, not an installed package: it is bundled. Name in EXTERNAL what in it cannot be`,
  );
}

/** @type {(reason: string) => never} */
function fail(reason) {
  process.stderr.write(`bundle-worker: ${reason}\n`);
  process.exit(1);
}
