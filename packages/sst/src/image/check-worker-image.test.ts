import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createMistakes, createOptionChecks } from "@celeriac/core";
import { afterEach, describe, expect, it } from "vitest";
import { checkWorkerImage } from "./check-worker-image.ts";
import { leadsToRunWorker } from "./leads-to-run-worker.ts";

const roots: string[] = [];
afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true });
});

const WORKER = 'import { runWorker } from "celeriac/worker";\nawait runWorker(app);\n';
const OWN = "node_modules/celeriac/docker/Dockerfile";
const lockWith = (esbuild?: object): string =>
  JSON.stringify({ packages: { "": {}, ...(esbuild && { "node_modules/esbuild": esbuild }) } });
const LOCK = lockWith({ dev: true });
const PROJECT = { "src/worker.ts": WORKER, [OWN]: "ARG ENTRY\n", "package-lock.json": LOCK };

/** What is said of a worker's options in a project of these files. */
function said(
  files: Readonly<Record<string, string | undefined>>,
  worker: Readonly<Record<string, unknown>> = { entry: "src/worker.ts" },
): string {
  const root = mkdtempSync(join(tmpdir(), "celeriac-image-"));
  roots.push(root);
  for (const [path, text] of Object.entries(files)) {
    if (text === undefined) continue;
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const mistakes = createMistakes();
  checkWorkerImage(worker, root, createOptionChecks("", mistakes));
  try {
    mistakes.throwIfAny("the worker");
    return "";
  } catch (error) {
    return (error as Error).message.replaceAll(root, "ROOT");
  }
}

describe("a worker's image that could not work is refused before anything is made", () => {
  it("and one that could is not", () => {
    expect(said(PROJECT)).toBe("");
    const omitting = { entry: "src/worker.ts", image: { args: { OMIT: "dev" } } };
    expect(said({ ...PROJECT, "package-lock.json": lockWith({}) }, omitting)).toBe("");
  });

  it.each<[what: string, files: object, worker: object, says: string]>([
    ["no entry", {}, {}, "worker.entry is undefined: expected the file that calls runWorker"],
    [
      "an entry that is not there",
      { "src/worker.ts": undefined },
      {},
      'worker.entry is "src/worker.ts", and there is no such file in ROOT: expected one with import { runWorker } from "celeriac/worker"',
    ],
    [
      "an entry that runs no worker",
      { "src/worker.ts": "console.log(1);\n" },
      {},
      'worker.entry is "src/worker.ts", and neither it nor what it imports',
    ],
    [
      "a lock file without esbuild",
      { "package-lock.json": lockWith() },
      {},
      "ROOT/package-lock.json, which has no esbuild, and that bundles the worker: npm install --save-dev esbuild",
    ],
    [
      "esbuild for development only, which is left out",
      {},
      { image: { args: { OMIT: "dev" } } },
      'worker.image.args.OMIT is "dev", and by ROOT/package-lock.json esbuild, which bundles the worker, is a devDependency',
    ],
    [
      "an entry outside of the context",
      { "jobs/package-lock.json": LOCK, [`jobs/${OWN}`]: "ARG ENTRY" },
      { image: { context: "jobs" } },
      'which is not in worker.image.context "jobs"',
    ],
    [
      "a context that is not there",
      {},
      { image: { context: "jobs" } },
      'worker.image.context is "jobs", and there is no ROOT/jobs',
    ],
    ["Celeriac elsewhere", { [OWN]: undefined }, {}, `ROOT, which has no ${OWN}: install celeriac`],
    [
      "no lock file of npm's",
      { "package-lock.json": undefined, "pnpm-lock.yaml": "" },
      {},
      "ROOT, which has no package-lock.json: run npm install there, or, with another package manager, copy",
    ],
    [
      "a Dockerfile that is not there",
      {},
      { image: { dockerfile: "Dockerfile.worker" } },
      'worker.image.dockerfile is "Dockerfile.worker", and there is no ROOT/Dockerfile.worker',
    ],
    [
      "a Dockerfile that is deaf to the entry",
      { Dockerfile: "FROM node:24-slim\n# ARG ENTRY\nENV ENTRY=a\n" },
      { image: { dockerfile: "Dockerfile" } },
      'worker.image.dockerfile is "Dockerfile", which declares no ARG ENTRY',
    ],
    ["an unknown option", {}, { image: { dockerFile: "x" } }, "dockerfile"],
    ["an argument that is no text", {}, { image: { args: { EXTERNAL: 1 } } }, "EXTERNAL"],
    ["secrets that have no ids", {}, { image: { secrets: "a" } }, "worker.image.secrets is"],
    ["a context that is no text", {}, { image: { context: 5 } }, "worker.image.context is 5"],
  ])("%s", (what, files, worker, says) => {
    const entry = what === "no entry" ? undefined : "src/worker.ts";
    const message = said({ ...PROJECT, ...files }, { entry, ...worker });
    expect(message).toContain(says);
  });

  it("of an image that was built elsewhere only the entry is read, which sst dev runs", () => {
    const image = "registry.example/worker:1";
    expect(said({ "w.ts": WORKER }, { entry: "w.ts", image })).toBe("");
    expect(said({}, { entry: "w.ts", image })).toContain("there is no such file");
  });
});

describe("an entry leads to runWorker", () => {
  const worker = 'import { runWorker } from "celeriac/worker";';

  it.each<[how: string, files: Readonly<Record<string, string>>]>([
    [
      "over several lines",
      { "w.ts": 'import {\n  type A,\n  runWorker,\n} from "celeriac/worker";' },
    ],
    ["as a namespace", { "w.ts": "import * as c from 'celeriac/worker';" }],
    ["when it is needed", { "w.ts": 'const { runWorker } = await import("celeriac/worker");' }],
    ["as CommonJS", { "w.ts": 'const { runWorker } = require("celeriac/worker");' }],
    ["by another file", { "w.ts": 'import "./start.ts";', "start.ts": worker }],
    [
      "by a file with no extension",
      { "w.ts": 'import { go } from "./start";', "start.ts": worker },
    ],
    ["by a file named as compiled", { "w.ts": 'export * from "./a/s.js";', "a/s.ts": worker }],
    ["by a folder", { "w.ts": 'import "./a";', "a/index.ts": worker }],
    ["perhaps by an alias", { "w.ts": 'import { start } from "@/start";' }],
    ["through a circle", { "w.ts": 'import "./a.ts";', "a.ts": `import "./w.ts";\n${worker}` }],
  ])("%s", (_how, files) => {
    expect(said({ ...PROJECT, ...files }, { entry: "w.ts" })).toBe("");
  });

  it.each<[how: string, text: string]>([
    ["not in a comment", '// import { runWorker } from "celeriac/worker";'],
    ["not in a comment on a dynamic import", '// await import("celeriac/worker");'],
    ["not in a longer comment", '/*\nimport { runWorker } from "celeriac/worker";\n*/'],
    ["not by a type", 'import type { runWorker } from "celeriac/worker";'],
    ["not by another export", 'import { WorkerOptions } from "celeriac/worker";'],
    ["not from another module", 'import { runWorker } from "celeriac/lambda";'],
    ["not by a file that is not there", 'import "./start.ts";'],
    ["not by itself", 'import "./w.ts";'],
    ["not by Node", 'import { start } from "node:test";'],
    ["not by a package that is installed", 'import { start } from "@acme/kit/start";'],
  ])("%s", (_how, text) => {
    const installed = { "node_modules/@acme/kit/package.json": "{}" };
    expect(said({ ...PROJECT, ...installed, "w.ts": text }, { entry: "w.ts" })).toContain(
      "neither it nor",
    );
  });

  it("perhaps by another package of the workspace", () => {
    const root = mkdtempSync(join(tmpdir(), "celeriac-image-"));
    roots.push(root);
    for (const folder of ["kit", "node_modules/@acme"]) {
      mkdirSync(join(root, folder), { recursive: true });
    }
    symlinkSync(join(root, "kit"), join(root, "node_modules/@acme/kit"));
    writeFileSync(join(root, "w.ts"), 'import { start } from "@acme/kit";');
    expect(leadsToRunWorker(join(root, "w.ts"))).toBe(true);
  });
});
