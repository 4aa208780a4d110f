import { readdirSync } from "node:fs";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, inject, it } from "vitest";
import { ROOT } from "../../tools/package/repository.ts";
import { npm } from "./install-package.ts";
import { runCommand } from "./run-command.ts";

const production = inject("production");

/** What is installed by name, for development. */
const DEVELOPMENT = ["fauxqs", "dynalite", "esbuild", "vitest"];

function tool(script: string, ...args: readonly string[]) {
  return runCommand(process.execPath, [join(ROOT, "node_modules", script), ...args], { cwd: ROOT });
}

describe("the package", () => {
  it("is well formed, as publint sees it", async () => {
    const installed = join(production, "node_modules/celeriac");
    const end = await tool("publint/src/cli.js", "run", "--strict", "--pack=false", installed);
    expect(`${end.stdout}${end.stderr}`).toContain("All good!");
    expect(end.code).toBe(0);
  });

  it("has types that lead where its modules do, as attw sees it", async () => {
    const attw = "@arethetypeswrong/cli/dist/index.js";
    const end = await tool(attw, "--profile", "esm-only", "--quiet", inject("tarball"));
    expect(`${end.stdout}${end.stderr}`).toBe("");
    expect(end.code).toBe(0);
  });

  it("is installed whole, and without an install script", async () => {
    const problems = JSON.parse(await npm(production, ["ls", "--all", "--json"])).problems ?? [];
    expect(problems).toEqual([]);
    const scripts = JSON.parse(await npm(production, ["query", ":attr(scripts, [install])"]));
    const before = JSON.parse(await npm(production, ["query", ":attr(scripts, [preinstall])"]));
    const after = JSON.parse(await npm(production, ["query", ":attr(scripts, [postinstall])"]));
    expect([...scripts, ...before, ...after].map(({ name }) => name)).toEqual([]);
  });

  it("leaves out what development needs where devDependencies are left out", async () => {
    const deployed = await mkdtemp(join(tmpdir(), "celeriac-deployed-"));
    for (const file of ["package.json", "package-lock.json"]) {
      await cp(join(inject("development"), file), join(deployed, file));
    }
    await npm(deployed, ["ci", "--omit=dev", "--ignore-scripts"]);
    const installed = readdirSync(join(deployed, "node_modules"));
    await rm(deployed, { recursive: true });
    expect(installed).toContain("celeriac");
    for (const name of DEVELOPMENT) expect(installed).not.toContain(name);
  });

  it("brings no emulator or tool along", () => {
    const installed = readdirSync(join(production, "node_modules"));
    expect(installed).toContain("celeriac");
    for (const name of [...DEVELOPMENT, "hono", "aws-lambda-ric"]) {
      expect(installed).not.toContain(name);
    }
  });
});
