import { appNameOf, type Manifest, type Project } from "./project.ts";
import {
  appTemplate,
  handlerTemplate,
  lambdaTemplate,
  mainTemplate,
  sstTemplate,
  type TemplateChoices,
  TSCONFIG_TEMPLATE,
  testTemplate,
  workerTemplate,
} from "./templates.ts";

export interface InitChoices {
  readonly worker: boolean;
  readonly sst: boolean;
}

/** A file, and what becomes of it. */
export interface PlannedFile {
  /** From the project's folder. */
  readonly path: string;
  readonly action: "create" | "change" | "keep";
  /** All of it as it shall be; absent where it is kept. */
  readonly text?: string;
  /** What is changed, in a few words. */
  readonly note?: string;
}

export interface InitPlan {
  readonly appName: string;
  readonly files: readonly PlannedFile[];
  /** To be installed, with those for development apart. */
  readonly packages: {
    readonly runtime: readonly string[];
    readonly development: readonly string[];
  };
  /** What only the user can do. */
  readonly hints: readonly string[];
}

/** Plans what Celeriac needs in a project. What is there already stays as it is, but for lines that are added to it. */
export function planInit(project: Project, { worker, sst }: InitChoices): InitPlan {
  const isModule = project.manifest === undefined || project.manifest.type === "module";
  const installed = { ...project.manifest?.dependencies, ...project.manifest?.devDependencies };
  const choices: TemplateChoices = {
    appName: appNameOf(project),
    extension: isModule ? "ts" : "mts",
    hasWorker: worker,
    testRunner: "vitest" in installed ? "vitest" : "node",
  };
  const { extension } = choices;
  const hasApp = project.has(`src/app.${extension}`);
  const file = (path: string, text: string): PlannedFile =>
    project.has(path) ? { path, action: "keep" } : { path, action: "create", text };
  const wanted = { runtime: ["celeriac", "zod"], development: developmentPackages(sst) };
  const missing = (name: string): boolean => !(name in installed);
  return {
    appName: choices.appName,
    files: [
      file(`src/app.${extension}`, appTemplate(choices)),
      file(`src/lambda.${extension}`, lambdaTemplate(choices)),
      ...(worker ? [file(`src/worker.${extension}`, workerTemplate(choices, !hasApp))] : []),
      // They know the tasks of the new app.
      ...(hasApp
        ? []
        : [
            ...(worker ? [file(`src/count-words.${extension}`, handlerTemplate(choices))] : []),
            file(`src/main.${extension}`, mainTemplate(choices)),
            file(`src/app.test.${extension}`, testTemplate(choices)),
          ]),
      ...(sst ? [file("sst.config.ts", sstTemplate(choices))] : []),
      manifestFile(project, choices),
      file("tsconfig.json", TSCONFIG_TEMPLATE),
      gitignoreFile(project),
    ],
    packages: {
      runtime: wanted.runtime.filter(missing),
      development: wanted.development.filter(missing),
    },
    hints: hintsOf(project),
  };
}

function developmentPackages(sst: boolean): readonly string[] {
  const all = ["fauxqs", "dynalite", "esbuild", "typescript", "@types/node"];
  return sst ? [...all, "sst"] : all;
}

function manifestFile(project: Project, choices: TemplateChoices): PlannedFile {
  const path = "package.json";
  const { manifest, manifestText } = project;
  const { appName, extension } = choices;
  const celeriac = {
    app: `src/app.${extension}`,
    consumer: `src/lambda.${extension}`,
    ...(choices.hasWorker ? { worker: `src/worker.${extension}` } : {}),
  };
  if (manifest === undefined || manifestText === undefined) {
    const scripts = { dev: "celeriac dev", start: "node src/main.ts", test: "node --test" };
    const text = { name: appName, private: true, type: "module", scripts, celeriac };
    return { path, action: "create", text: `${JSON.stringify(text, undefined, 2)}\n` };
  }
  const test = choices.testRunner === "vitest" ? "vitest run" : "node --test";
  const added = additionsTo(manifest, celeriac, test);
  if (Object.keys(added.notes).length === 0) return { path, action: "keep" };
  const indent = /^[ \t]+/m.exec(manifestText)?.[0] ?? "  ";
  const end = manifestText.endsWith("\n") ? "\n" : "";
  return {
    path,
    action: "change",
    text: JSON.stringify(added.manifest, undefined, indent) + end,
    note: added.notes.join(", "),
  };
}

function additionsTo(
  manifest: Manifest,
  celeriac: object,
  test: string,
): { readonly manifest: Manifest; readonly notes: readonly string[] } {
  const script = manifest.scripts?.["dev"] === undefined ? "dev" : "dev:tasks";
  const hasScript = Object.values(manifest.scripts ?? {}).includes("celeriac dev");
  const notes: string[] = [];
  let changed = manifest;
  if (!hasScript && manifest.scripts?.[script] === undefined) {
    changed = { ...changed, scripts: { ...manifest.scripts, [script]: "celeriac dev" } };
    notes.push(`script "${script}"`);
  }
  if (hasNoTests(changed.scripts?.["test"])) {
    changed = { ...changed, scripts: { ...changed.scripts, test } };
    notes.push('script "test"');
  }
  if (manifest["celeriac"] === undefined) {
    changed = { ...changed, celeriac };
    notes.push('"celeriac"');
  }
  return { manifest: changed, notes };
}

/** Whether the script is missing, or the one that `npm init` writes. */
function hasNoTests(script: unknown): boolean {
  return script === undefined || /^echo ".*no test specified.*" && exit 1$/.test(String(script));
}

const IGNORED = ".celeriac/";

function gitignoreFile({ gitignore, manifest }: Project): PlannedFile {
  const path = ".gitignore";
  if (gitignore === undefined) {
    const text = manifest === undefined ? `node_modules/\n${IGNORED}\n` : `${IGNORED}\n`;
    return { path, action: "create", text };
  }
  const lines = gitignore.split("\n").map((line) => line.trim());
  if (lines.some((line) => /^\/?\.celeriac\/?$/.test(line))) return { path, action: "keep" };
  const separator = gitignore === "" || gitignore.endsWith("\n") ? "" : "\n";
  return { path, action: "change", text: `${gitignore}${separator}${IGNORED}\n`, note: IGNORED };
}

function hintsOf({ tsconfig, manifest }: Project): readonly string[] {
  const hints: string[] = [];
  if (tsconfig !== undefined && !/allowImportingTsExtensions|rewriteRelative/.test(tsconfig)) {
    hints.push(
      'tsconfig.json: the new files import with their extension; set "allowImportingTsExtensions", with "noEmit", or "rewriteRelativeImportExtensions"',
    );
  }
  if (manifest !== undefined && manifest.type !== "module") {
    hints.push(
      "The package is CommonJS, so the new files are modules by their ending, .mts; require() loads what they export all the same",
    );
  }
  return hints;
}
