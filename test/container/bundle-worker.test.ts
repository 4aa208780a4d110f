import { execFile } from "node:child_process";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ROOT } from "./fixture/workshop.ts";

let project = "";
beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), "celeriac-bundle-"));
});
afterEach(() => rmSync(project, { recursive: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(project, path)), { recursive: true });
  writeFileSync(join(project, path), text);
}

/** An installed package that says its name and what it depends on. */
function install(folder: string, name: string, manifest: object = {}): void {
  const needs = Object.keys((manifest as { dependencies?: object }).dependencies ?? {});
  const own = JSON.stringify(name);
  write(`${folder}/package.json`, JSON.stringify({ name, main: "index.js", ...manifest }));
  write(
    `${folder}/index.js`,
    `module.exports = [${[own, ...needs.map((n) => `require("${n}")`)]}];`,
  );
}

interface End {
  readonly code: unknown;
  readonly output: string;
}

function run(file: string, ...rest: readonly string[]): Promise<End> {
  return new Promise((resolve) => {
    execFile(process.execPath, [file, ...rest], { cwd: project }, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, output: `${stdout}${stderr}` }),
    );
  });
}

const bundle = (entry: string, ...external: readonly string[]): Promise<End> =>
  run(
    join(ROOT, "packages/celeriac/docker/bundle-worker.mjs"),
    entry,
    join(project, "out"),
    ...external,
  );

/** What the bundle prints where nothing but the output is left. */
async function printed(): Promise<string> {
  rmSync(join(project, "node_modules"), { recursive: true, force: true });
  rmSync(join(project, "packages"), { recursive: true, force: true });
  const { code, output } = await run(join(project, "out/worker.mjs"));
  expect([code, output]).toEqual([0, output]);
  return output.trim();
}

const PRINT = 'import native from "native";\nconsole.log(JSON.stringify(native));\n';

describe("a worker's bundle", () => {
  it("holds what it imports, TypeScript and CommonJS alike", async () => {
    write(
      "src/worker.ts",
      'import cjs from "cjs";\nimport { n } from "./n.ts";\nconsole.log(cjs, n);\n',
    );
    write("src/n.ts", "export const n: number = 1;\n");
    write("node_modules/cjs/package.json", JSON.stringify({ name: "cjs", main: "index.js" }));
    write(
      "node_modules/cjs/index.js",
      'module.exports = require("node:path").basename(__filename);\n',
    );
    expect((await bundle("src/worker.ts")).code).toBe(0);
    expect(await printed()).toBe("worker.mjs 1");
  });

  it("keeps the names of classes, which are those of recorded errors", async () => {
    write(
      "src/worker.ts",
      "class OutOfStock extends Error {}\nconsole.log(new OutOfStock().constructor.name);\n",
    );
    expect((await bundle("src/worker.ts")).code).toBe(0);
    expect(await printed()).toBe("OutOfStock");
  });

  it("shows a line of an error that nobody caught, not the whole bundle", async () => {
    const calls = Array.from({ length: 1000 }, (_, n) => `console.error(Math.random() > 2, ${n});`);
    write("src/worker.ts", `${calls.join("\n")}\nthrow new Error("nobody caught this");\n`);
    expect((await bundle("src/worker.ts")).code).toBe(0);
    const { output } = await run(join(project, "out/worker.mjs"));
    expect(output).toContain("nobody caught this");
    const longest = Math.max(...output.split("\n").map((line) => line.length));
    expect(longest).toBeLessThan(1000);
  });

  it("finds what is not bundled, and what that depends on, beside itself", async () => {
    write("src/worker.ts", PRINT);
    install("node_modules/native", "native", {
      dependencies: { needed: "1" },
      optionalDependencies: { "other-platform": "1" },
    });
    install("node_modules/native/node_modules/needed", "needed", { dependencies: { deep: "1" } });
    install("node_modules/deep", "deep");
    install("node_modules/unrelated", "unrelated");
    install("node_modules/native/node_modules/unrelated", "unrelated");
    expect(await bundle("src/worker.ts", "native")).toEqual({ code: 0, output: "" });
    for (const path of ["unrelated", "native/node_modules/unrelated"]) {
      expect(existsSync(join(project, "out/node_modules", path))).toBe(false);
    }
    expect(await printed()).toBe('["native",["needed",["deep"]]]');
  });

  it("also where a workspace has it for itself", async () => {
    write("packages/jobs/src/worker.ts", PRINT);
    install("packages/jobs/node_modules/native", "native", { dependencies: { needed: "1" } });
    install("node_modules/needed", "needed");
    expect((await bundle("packages/jobs/src/worker.ts", "native")).code).toBe(0);
    expect(await printed()).toBe('["native",["needed"]]');
  });

  it("also where packages are links, as pnpm makes them", async () => {
    const store = "node_modules/.pnpm";
    write("src/worker.ts", PRINT);
    install(`${store}/native@1/node_modules/native`, "native", { dependencies: { needed: "1" } });
    install(`${store}/needed@1/node_modules/needed`, "needed");
    symlinkSync(
      "../../needed@1/node_modules/needed",
      join(project, `${store}/native@1/node_modules/needed`),
    );
    symlinkSync(".pnpm/native@1/node_modules/native", join(project, "node_modules/native"));
    expect((await bundle("src/worker.ts", "native")).code).toBe(0);
    expect(lstatSync(join(project, "out/node_modules/native")).isSymbolicLink()).toBe(true);
    expect(await printed()).toBe('["native",["needed"]]');
  });
});

describe("a worker that cannot be bundled is one clear error", () => {
  it("for an entry that is not there, or imports what is not installed", async () => {
    expect((await bundle("src/worker.ts")).code).toBe(1);
    write("src/worker.ts", 'import "nowhere";\n');
    const { code, output } = await bundle("src/worker.ts");
    expect(code).toBe(1);
    expect(output).toContain('Could not resolve "nowhere"');
    expect(output).toContain("A native package goes into EXTERNAL");
  });

  it("for a package to be left out that is not installed", async () => {
    write("src/worker.ts", "export {};\n");
    const { code, output } = await bundle("src/worker.ts", "native");
    expect(code).toBe(1);
    expect(output).toContain("bundle-worker: native is not installed");
  });

  it("for a workspace's own folder", async () => {
    write("src/worker.ts", "export {};\n");
    install("packages/native", "native");
    mkdirSync(join(project, "node_modules"));
    symlinkSync("../packages/native", join(project, "node_modules/native"));
    const { code, output } = await bundle("src/worker.ts", "native");
    expect(code).toBe(1);
    expect(output).toContain("is a workspace's folder, not an installed package");
  });

  it.each<[sign: string, files: Readonly<Record<string, string>>, manifest: object]>([
    ["a binding", { "node_modules/native/binding.gyp": "" }, {}],
    ["prebuilt binaries", { "node_modules/native/prebuilds/linux-x64/a.node": "" }, {}],
    ["its word", {}, { gypfile: true }],
    [
      "packages for platforms",
      {
        "node_modules/@n/linux/package.json": '{ "cpu": ["x64"] }',
        "node_modules/@n/linux/lib/n.node": "",
      },
      { optionalDependencies: { "@n/linux": "1", "@n/darwin": "1" } },
    ],
  ])("for native code in the bundle, known by %s", async (_sign, files, manifest) => {
    write("src/worker.ts", PRINT);
    install("node_modules/native", "native", manifest);
    for (const [path, text] of Object.entries(files)) write(path, text);
    const { code, output } = await bundle("src/worker.ts");
    expect(code).toBe(1);
    expect(output).toContain('name it in EXTERNAL, as in EXTERNAL="native"');
    expect((await bundle("src/worker.ts", "native")).code).toBe(0);
  });

  it("but not for a package that comes with a program for each platform", async () => {
    write("src/worker.ts", PRINT);
    install("node_modules/native", "native", { optionalDependencies: { "@n/linux": "1" } });
    write("node_modules/@n/linux/package.json", '{ "cpu": ["x64"] }');
    expect(await bundle("src/worker.ts")).toEqual({ code: 0, output: "" });
  });

  it("for two versions that would go to one place", async () => {
    write("packages/jobs/src/worker.ts", "export {};\n");
    install("packages/jobs/node_modules/a", "a", { dependencies: { b: "1" } });
    install("packages/jobs/node_modules/b", "b");
    install("node_modules/c", "c", { dependencies: { b: "2" } });
    install("node_modules/b", "b");
    const { code, output } = await bundle("packages/jobs/src/worker.ts", "a", "c");
    expect(code).toBe(1);
    expect(output).toContain("two versions of node_modules/b are needed");
  });

  it("without an entry", async () => {
    const script = join(ROOT, "packages/celeriac/docker/bundle-worker.mjs");
    const { code, output } = await run(script);
    expect([code, output]).toEqual([1, expect.stringContaining("expected an entry and a folder")]);
  });
});
