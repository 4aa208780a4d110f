import { execFile } from "node:child_process";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runCeleriac } from "../celeriac-process.ts";
import { createProject, type Project, startDev } from "./dev-process.ts";

const run = promisify(execFile);
const TSC = join(
  dirname(createRequire(import.meta.url).resolve("typescript/package.json")),
  "bin/tsc",
);

let project: Project;
beforeEach(() => {
  project = createProject("empty");
});
afterEach(() => project.remove());

/** Every file of the project, by its path. */
function filesOf({ directory }: Project): Readonly<Record<string, string>> {
  const paths = readdirSync(directory, { recursive: true, encoding: "utf8" });
  const own = paths.filter((path) => !path.startsWith("node_modules"));
  const files = own.filter((path) => statSync(join(directory, path)).isFile()).sort();
  return Object.fromEntries(
    files.map((path) => [path, readFileSync(join(directory, path), "utf8")]),
  );
}

/** What the compiler says of the project. */
async function compile({ directory }: Project): Promise<string> {
  const compiled = run(process.execPath, [TSC], { cwd: directory });
  return compiled.then(
    ({ stdout }) => stdout,
    (error: { stdout: string }) => error.stdout,
  );
}

describe("celeriac init in an empty folder", () => {
  it("makes a project that compiles, whose test passes, and that celeriac dev runs", async () => {
    const { out, err, code } = await runCeleriac(["init", "--worker", "--sst"], project);
    expect({ err, code }).toEqual({ err: "", code: 0 });
    expect(out).toMatch(
      /^Added Celeriac, as app celeriac-project(-\w+)?:\n {2}created {2}src\/app\.ts\n/,
    );
    expect(out).toContain("  npm install celeriac zod\n  npm install --save-dev fauxqs dynalite");
    expect(Object.keys(filesOf(project))).toEqual([
      ".gitignore",
      "package.json",
      "src/app.test.ts",
      "src/app.ts",
      "src/count-words.ts",
      "src/lambda.ts",
      "src/main.ts",
      "src/worker.ts",
      "sst.config.ts",
      "tsconfig.json",
    ]);
    expect(project.read("sst.config.ts")).toContain(
      'app,\n      consumer: "src/lambda.handler",\n      worker: { entry: "src/worker.ts" },\n',
    );
    expect(await compile(project)).toBe("");
    const tested = await run(process.execPath, ["--test"], { cwd: project.directory });
    expect(tested.stdout).toMatch(/^ℹ pass 1$/m);

    const dev = await startDev(project);
    const main = await run(process.execPath, ["src/main.ts"], { cwd: project.directory });
    expect(main.stdout).toBe("Hello, Ishmael!\n");
    const words = ["call", "count-words", '{"text":"call me Ishmael"}', "--wait", "30s"];
    expect(JSON.parse((await runCeleriac(words, project)).out)).toEqual({ words: 3 });
    dev.signal("SIGINT");
    expect(await dev.ended).toEqual({ code: 0, signal: null });
  });
});

describe("celeriac init in a project", () => {
  const MANIFEST =
    '{\n\t"name": "@acme/Web Shop",\n\t"type": "commonjs",\n\t"scripts": { "dev": "next dev", "test": "jest" }\n}';
  beforeEach(() => {
    writeFileSync(project.path("package.json"), MANIFEST);
    writeFileSync(project.path("yarn.lock"), "");
    writeFileSync(project.path(".gitignore"), "dist");
    writeFileSync(project.path("tsconfig.json"), '{ "compilerOptions": { "strict": true } }');
  });

  it("adds to what is there, and changes nothing of it", async () => {
    const { out } = await runCeleriac(["init"], project);
    const files = filesOf(project);
    expect(files[".gitignore"]).toBe("dist\n.celeriac/\n");
    expect(files["tsconfig.json"]).toBe('{ "compilerOptions": { "strict": true } }');
    expect(files["package.json"]).toMatch(/^\{\n\t"name": "@acme\/Web Shop",[\s\S]*\}$/);
    expect(JSON.parse(files["package.json"] ?? "")).toEqual({
      ...JSON.parse(MANIFEST),
      scripts: { dev: "next dev", test: "jest", "dev:tasks": "celeriac dev" },
      celeriac: { app: "src/app.mts", consumer: "src/lambda.mts" },
    });
    expect(files["src/app.mts"]).toContain('name: "web-shop"');
    expect(out).toContain('changed  package.json: script "dev:tasks", "celeriac"\n');
    expect(out).toContain("kept     tsconfig.json\n");
    expect(out).toContain("  yarn add celeriac zod\n  yarn add --dev fauxqs");
    expect(out).toMatch(/tsconfig\.json: .* set "allowImportingTsExtensions"/);
    expect(out).toMatch(
      /The package is CommonJS, so the new files are modules by their ending, \.mts/,
    );
    const tested = await run(process.execPath, ["--test", "src/app.test.mts"], {
      cwd: project.directory,
    });
    expect(tested.stdout).toMatch(/^ℹ pass 1$/m);
  });

  it("gives what npm init wrote for want of tests the test to run", async () => {
    const scripts = { test: 'echo "Error: no test specified" && exit 1' };
    writeFileSync(project.path("package.json"), JSON.stringify({ type: "module", scripts }));
    const { out } = await runCeleriac(["init"], project);
    expect(out).toContain('changed  package.json: script "dev", script "test", "celeriac"\n');
    expect(JSON.parse(project.read("package.json"))).toMatchObject({
      scripts: { dev: "celeriac dev", test: "node --test" },
    });
  });

  it("done again changes nothing", async () => {
    await runCeleriac(["init"], project);
    const once = filesOf(project);
    const { out } = await runCeleriac(["init"], project);
    expect(out).toMatch(/^Nothing is to be added to app web-shop:\n( {2}kept .*\n)+\n/);
    expect(filesOf(project)).toEqual(once);
  });

  it("only says what it would do with --dry-run, for programs by --json", async () => {
    const before = filesOf(project);
    const { out } = await runCeleriac(["init", "--dry-run", "--json"], project);
    expect(filesOf(project)).toEqual(before);
    const plan = JSON.parse(out) as { readonly files: readonly object[] };
    expect(plan.files).toContainEqual({ path: "src/app.mts", action: "create" });
    expect(plan.files).toContainEqual({ path: "package.json", action: "change" });
    expect(plan.files).toContainEqual({ path: "tsconfig.json", action: "keep" });
  });

  it("adds the hosts to an app that is there, and no tasks", async () => {
    await runCeleriac(["init"], project);
    const app = project.read("src/app.mts");
    const { out } = await runCeleriac(["init", "--worker"], project);
    expect(out).toContain("created  src/worker.mts\n");
    expect(project.read("src/worker.mts")).toContain("await runWorker(app);");
    expect(project.read("src/app.mts")).toBe(app);
  });

  it("touches nothing where package.json cannot be read", async () => {
    writeFileSync(project.path("package.json"), "{");
    const { err, code } = await runCeleriac(["init"], project);
    expect(code).toBe(2);
    expect(err).toMatch(/^error: \S+\/package\.json cannot be read: /);
    expect(Object.keys(filesOf(project))).not.toContain("src/app.ts");
  });
});
