import { join } from "node:path";
import { describe, expect, inject, it } from "vitest";
import { PUBLISHED, ROOT, readManifest } from "../../tools/package/repository.ts";
import { installedNode } from "./install-package.ts";
import { runCommand } from "./run-command.ts";

const { exports = {}, engines } = readManifest(join(ROOT, PUBLISHED));
const paths = Object.keys(exports).map((path) => path.replace(/^\./, "celeriac"));

const OLDEST = engines?.["node"]?.replace(">=", "") ?? "";
const nodes = [
  { version: process.versions.node, program: process.execPath },
  { version: `${OLDEST}.0`, program: await installedNode(`${OLDEST}.0`) },
  { version: "22.23.3", program: await installedNode("22.23.3") },
].filter((node) => node.program !== undefined) as { version: string; program: string }[];

const production = inject("production");
const development = inject("development");
describe.each(nodes)("on Node $version", ({ program }) => {
  it("every sub-path can be imported where nothing but celeriac is installed", async () => {
    const { stdout, stderr } = await runCommand(program, ["load-all.mjs", ...paths], {
      cwd: production,
    });
    expect(stderr).toBe("");
    const { exported, refused } = JSON.parse(stdout);
    for (const path of paths) expect(exported[path].length, path).toBeGreaterThan(0);
    // An error of one sub-path is of the class that another exports.
    expect(refused).toBe("missing-resource");
  });

  it("every sub-path can be required from CommonJS, and is the same module", async () => {
    const { stdout, stderr } = await runCommand(program, ["require-all.cjs", ...paths], {
      cwd: production,
    });
    expect(stderr).toBe("");
    expect(JSON.parse(stdout)).toEqual({ different: [] });
  });

  it("a task travels through the embedded AWS", async () => {
    const { stdout, stderr } = await runCommand(program, ["round-trip.mjs"], { cwd: development });
    // Node 22 warns of SQLite, which schedules and kept data are in.
    expect(stderr.replaceAll(/^.*(SQLite is an experimental|--trace-warnings).*$\n?/gm, "")).toBe(
      "",
    );
    expect(stdout).toBe("Hello, Ishmael!\n");
  });

  it("the command says its version", async () => {
    const command = join(production, "node_modules/celeriac/dist/cli.mjs");
    const { stdout } = await runCommand(program, [command, "--version"], { cwd: production });
    expect(stdout.trim()).toBe(readManifest(join(ROOT, PUBLISHED)).version);
  });
});

describe("the command on a Node that reads no TypeScript", () => {
  const oldest = nodes.find(({ version }) => version === `${OLDEST}.0`);

  it.runIf(oldest)("says so, and which Node does", async () => {
    const { program = "" } = oldest ?? {};
    const args = ["node_modules/.bin/celeriac", "cost", "--app", "shop.ts"];
    const { code, stderr } = await runCommand(program, args, { cwd: development });
    expect(code).toBe(2);
    expect(stderr).toContain("this Node cannot load TypeScript: run Node 22.18, 24 or newer");
  });
});

describe("where no emulator is installed", () => {
  it("celeriac dev says what to install, as any other use of them does", async () => {
    const args = ["node_modules/.bin/celeriac", "dev", "--app", "greetings.mjs"];
    const { code, stderr } = await runCommand(process.execPath, args, { cwd: production });
    expect(code).toBe(2);
    expect(stderr).toMatch(/needs fauxqs .*: npm install --save-dev fauxqs /s);
  });

  it("one error says which are missing, what for, and what to type", async () => {
    const { stderr, code } = await runCommand(process.execPath, ["round-trip.mjs"], {
      cwd: production,
    });
    expect(code).toBe(1);
    expect(stderr).toContain(
      "AWS on this machine needs fauxqs (SQS and S3), dynalite (DynamoDB), esbuild (bundling functions), which are " +
        "not installed with celeriac: npm install --save-dev fauxqs dynalite esbuild",
    );
    expect(stderr).toContain("missing-package");
  });
});
