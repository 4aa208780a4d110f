import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { OptionChecks } from "@celeriac/core";
import { leadsToRunWorker } from "./leads-to-run-worker.ts";
import {
  ENTRY_ARGUMENT,
  entryInContext,
  OWN_DOCKERFILE,
  type WorkerImageOptions,
} from "./worker-image.ts";

type Options = Readonly<Record<string, unknown>>;

const IMAGE_OPTIONS = ["context", "dockerfile", "args", "secrets"] as const;
const LOCK_FILES = ["package-lock.json", "npm-shrinkwrap.json"] as const;
const WHAT_TO_WRITE = 'import { runWorker } from "celeriac/worker" and await runWorker(app, [...])';

/**
 * Whether the image of a worker could work: its entry is there, in the build context, and leads to `runWorker`; and so are
 * the files that it is built from. Nothing is built.
 * @param worker the worker's options: `entry`, `image`.
 * @param root the project's root: what paths begin at.
 */
export function checkWorkerImage(worker: Options, root: string, checks: OptionChecks): void {
  const { entry, image = {} } = worker;
  if (typeof entry !== "string" || entry === "") {
    checks.wrong("worker.entry", entry, 'the file that calls runWorker, as "src/worker.ts"');
    return;
  }
  checkEntry(entry, root, checks);
  // Built elsewhere: what is in it is not known here.
  if (typeof image === "string") return;
  if (!checks.object("worker.image", image)) return;
  checks.known(image, IMAGE_OPTIONS, "worker.image.");
  // A secret's value may not be known yet.
  if (image["secrets"] !== undefined) checks.object("worker.image.secrets", image["secrets"]);
  const options = { ...image, entry };
  if (areTexts(options, checks)) checkBuild(options, root, checks);
}

function checkEntry(entry: string, root: string, checks: OptionChecks): void {
  const path = join(root, entry);
  const named = `worker.entry is ${JSON.stringify(entry)}`;
  if (!isFile(path)) {
    checks.say(
      `${named}, and there is no such file in ${root}: expected one with ${WHAT_TO_WRITE}`,
    );
  } else if (!leadsToRunWorker(path)) {
    checks.say(
      `${named}, and neither it nor what it imports by relative paths imports runWorker from celeriac/worker, so its ` +
        `containers would end at once: write ${WHAT_TO_WRITE} in ${entry}`,
    );
  }
}

function areTexts(options: Options, checks: OptionChecks): options is Options & WorkerImageOptions {
  const { context, dockerfile, args } = options;
  checks.kind("worker.image.context", context, "string");
  checks.kind("worker.image.dockerfile", dockerfile, "string");
  const fits = args === undefined || checks.object("worker.image.args", args);
  const values = fits && args !== undefined ? Object.entries(args) : [];
  for (const [name, value] of values) checks.kind(`worker.image.args.${name}`, value, "string");
  const all = [context, dockerfile, ...values.map(([, value]) => value)];
  return fits && all.every((each) => each === undefined || typeof each === "string");
}

function checkBuild(options: WorkerImageOptions, root: string, checks: OptionChecks): void {
  const { entry, context = ".", dockerfile } = options;
  const folder = join(root, context);
  if (!existsSync(folder)) {
    checks.say(`worker.image.context is ${JSON.stringify(context)}, and there is no ${folder}`);
    return;
  }
  if (entryInContext(options).startsWith("..")) {
    checks.say(
      `worker.entry is ${JSON.stringify(entry)}, which is not in worker.image.context ${JSON.stringify(context)}, and a build ` +
        "sees nothing else: let the context be a folder around the entry",
    );
  }
  if (dockerfile === undefined) checkOwnBuild(folder, options.args ?? {}, checks);
  else checkDockerfile(join(folder, dockerfile), dockerfile, checks);
}

/** What Celeriac's Dockerfile needs of the context. */
function checkOwnBuild(
  folder: string,
  args: Readonly<Record<string, string>>,
  checks: OptionChecks,
): void {
  if (!isFile(join(folder, OWN_DOCKERFILE))) {
    checks.say(
      `the worker's image is built from ${folder}, which has no ${OWN_DOCKERFILE}: install celeriac there, or let ` +
        "worker.image.context be the folder whose node_modules has it",
    );
  }
  const lock = LOCK_FILES.map((name) => join(folder, name)).find(isFile);
  if (lock === undefined) {
    checks.say(
      `the worker's image is built from ${folder}, which has no package-lock.json: run npm install there, or, with another ` +
        `package manager, copy ${OWN_DOCKERFILE}, change its installation, and name the copy in worker.image.dockerfile`,
    );
  } else checkBundler(lock, args["OMIT"] === "dev", checks);
}

/** The image's build bundles the worker with the esbuild that it installs by the lock file. */
function checkBundler(lock: string, isDevelopmentOmitted: boolean, checks: OptionChecks): void {
  const installed = lockedEsbuilds(lock);
  if (installed.length === 0) {
    checks.say(
      `the worker's image is built by ${lock}, which has no esbuild, and that bundles the worker: npm install --save-dev esbuild`,
    );
  } else if (isDevelopmentOmitted && installed.every(({ dev }) => dev === true)) {
    checks.say(
      `worker.image.args.OMIT is "dev", and by ${lock} esbuild, which bundles the worker, is a devDependency: npm install ` +
        "--save-prod esbuild, or leave OMIT out",
    );
  }
}

function lockedEsbuilds(lock: string): readonly { readonly dev?: boolean }[] {
  const { packages = {} } = JSON.parse(readFileSync(lock, "utf8")) as {
    readonly packages?: Readonly<Record<string, { readonly dev?: boolean }>>;
  };
  return Object.entries(packages).flatMap(([path, entry]) =>
    path.endsWith("node_modules/esbuild") ? [entry] : [],
  );
}

/** A user's own Dockerfile is told the entry by a build argument, which it may have forgotten. */
function checkDockerfile(path: string, dockerfile: string, checks: OptionChecks): void {
  const named = `worker.image.dockerfile is ${JSON.stringify(dockerfile)}`;
  if (!isFile(path)) {
    checks.say(`${named}, and there is no ${path}: it is found from the context`);
    return;
  }
  const declares = new RegExp(`^\\s*ARG\\s+${ENTRY_ARGUMENT}\\b`, "im");
  if (declares.test(readFileSync(path, "utf8"))) return;
  checks.say(
    `${named}, which declares no ARG ${ENTRY_ARGUMENT}, so worker.entry would not be in the image: write ARG ${ENTRY_ARGUMENT} in the ` +
      `stage that builds, and bundle "\${${ENTRY_ARGUMENT}}" there`,
  );
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
