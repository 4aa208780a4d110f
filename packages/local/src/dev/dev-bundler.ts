import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import type { BuildContext, BuildFailure, BuildOptions, BuildResult } from "esbuild";
import { functionBundleOptions } from "../lambda/bundle-functions.ts";
import type { DevEntries } from "./dev-entries.ts";
import { externalPackages } from "./external-packages.ts";
import { resolveBeside } from "./resolve-beside.ts";

/** The folder, in that of the bundles, with the entries that the user has not written. */
export const ENTRIES = "entries";

/** One of the three bundles of an app under development. */
export interface DevBundle {
  /** Holds `index.mjs`. No later build writes into it. */
  readonly folder: string;
  /** The same for the same content. */
  readonly hash: string;
}

const TARGETS = ["topology", "consumer", "worker"] as const;
export type DevTarget = (typeof TARGETS)[number];

export type DevBuild =
  | { readonly ok: true; readonly bundles: Readonly<Record<DevTarget, DevBundle>> }
  /** What esbuild said. */
  | { readonly ok: false; readonly reason: string };

/** Bundles an app again and again, as it is edited. */
export interface DevBundler {
  /** Never rejects. One at a time. */
  build(): Promise<DevBuild>;
  /** The files to watch: what went into the bundles, but no installed packages. Absolute. */
  inputs(): readonly string[];
  dispose(): Promise<void>;
}

export interface DevBundlerOptions {
  /** The project's folder. Absolute. */
  readonly directory: string;
  /** Where bundles go; its content is removed first. */
  readonly folder: string;
  /** The folder of the app's module, where `celeriac` is installed for it. */
  readonly appFolder: string;
  readonly entries: DevEntries;
  readonly colors: boolean;
}

type Build = BuildResult<{ write: false; metafile: true }>;

/** Needs esbuild. */
export async function createDevBundler(options: DevBundlerOptions): Promise<DevBundler> {
  const { context, formatMessages, stop } = await import("esbuild");
  const { directory, folder, entries, colors } = options;
  const contexts = await Promise.all(
    TARGETS.map((target) =>
      context({ ...optionsOf(target, options), write: false, metafile: true, logLevel: "silent" }),
    ),
  );
  const last = new Map<DevTarget, DevBundle>();
  let inputs: readonly string[] = TARGETS.map((target) => entries[target]);
  let count = 0;

  const buildAll = async (): Promise<Record<DevTarget, DevBundle>> => {
    const results = await Promise.all(contexts.map((each) => (each as BuildContext).rebuild()));
    const builds = results as readonly Build[];
    const read = builds.flatMap(({ metafile }) => Object.keys(metafile.inputs));
    inputs = [...new Set(read)].map((path) => resolve(directory, path)).filter(isOwn);
    count += 1;
    const bundles = TARGETS.map((target, index) => {
      const outputs = builds[index]?.outputFiles ?? [];
      const bundle = keep(last.get(target), join(folder, `${target}-${count}`), outputs);
      last.set(target, bundle);
      return [target, bundle];
    });
    return Object.fromEntries(bundles) as Record<DevTarget, DevBundle>;
  };

  return {
    inputs: () => inputs,
    build: async () => {
      try {
        return { ok: true, bundles: await buildAll() };
      } catch (error) {
        const { errors = [] } = error as Partial<BuildFailure>;
        const files = errors.flatMap(({ location }) => location?.file ?? []);
        inputs = [...inputs, ...files.map((path) => resolve(directory, path))];
        const unique = [...new Map(errors.map((each) => [JSON.stringify(each), each])).values()];
        const texts = await formatMessages(unique, { kind: "error", color: colors });
        return { ok: false, reason: texts.join("").trimEnd() || String(error) };
      }
    },
    dispose: async () => {
      await Promise.all(contexts.map((each) => each.dispose()));
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The consumer as a deployment has it; what stays on this machine loads installed packages from where they are. */
function optionsOf(target: DevTarget, options: DevBundlerOptions): BuildOptions {
  const { directory, folder, entries } = options;
  const forFunction = functionBundleOptions({
    entry: entries[target],
    folder: join(folder, target),
  });
  const ownEntries = resolveBeside(join(folder, ENTRIES), options.appFolder);
  const common = { ...forFunction, absWorkingDir: directory, plugins: [ownEntries] };
  if (target === "consumer") return common;
  return {
    ...common,
    minify: false,
    // Else files meant for bundlers would be chosen, which Node cannot load.
    conditions: [],
    mainFields: ["main"],
    plugins: [ownEntries, externalPackages()],
  };
}

/** Writes a bundle, unless it is what it was before. */
function keep(
  before: DevBundle | undefined,
  folder: string,
  outputs: Build["outputFiles"],
): DevBundle {
  const hash = outputs.map((output) => output.hash).join();
  if (before?.hash === hash) return before;
  mkdirSync(folder, { recursive: true });
  // Beside the folder that esbuild was told: its maps lead to the sources from here as well.
  for (const { path, contents } of outputs) writeFileSync(join(folder, basename(path)), contents);
  return { folder, hash };
}

function isOwn(path: string): boolean {
  return !dirname(path).split(/[\\/]/).includes("node_modules");
}
