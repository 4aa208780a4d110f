import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { requirePackages } from "./require-packages.ts";

let project: string;

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), "celeriac-packages-"));
  write("package.json", {});
  write("node_modules/celeriac/package.json", {});
});

afterEach(() => rmSync(project, { recursive: true, force: true }));

function write(path: string, content: object): void {
  mkdirSync(join(project, path, ".."), { recursive: true });
  writeFileSync(join(project, path), JSON.stringify(content));
}

function ask(environment: Record<string, string> = {}): void {
  const module = join(project, "node_modules/celeriac/dist/local.mjs");
  requirePackages(["fauxqs", "dynalite", "esbuild"], {
    from: pathToFileURL(module).href,
    directory: join(project, "src"),
    environment,
  });
}

describe("a package that is only needed on a developer's machine", () => {
  it("is named with what it is for and the command that installs it, all in one error", () => {
    expect(ask).toThrow(
      expect.objectContaining({
        code: "missing-package",
        message:
          "AWS on this machine needs fauxqs (SQS and S3), dynalite (DynamoDB), esbuild (bundling functions), " +
          "which are not installed with celeriac: npm install --save-dev fauxqs dynalite esbuild",
      }),
    );
  });

  it("is asked for alone when the others are there", () => {
    write("node_modules/fauxqs/package.json", {});
    write("node_modules/esbuild/package.json", {});
    expect(ask).toThrow(/needs dynalite \(DynamoDB\), which is not .*: npm install .* dynalite$/);
  });

  it("is not asked for when it is installed, for celeriac itself or above it", () => {
    for (const name of ["fauxqs", "esbuild"]) write(`node_modules/${name}/package.json`, {});
    write("node_modules/celeriac/node_modules/dynalite/package.json", {});
    expect(ask).not.toThrow();
  });
});

describe("the command is the project's package manager's", () => {
  it.each([
    ["package-lock.json", "npm install --save-dev fauxqs"],
    ["pnpm-lock.yaml", "pnpm add --save-dev fauxqs"],
    ["yarn.lock", "yarn add --dev fauxqs"],
    ["bun.lock", "bun add --dev fauxqs"],
  ])("by %s", (lock, command) => {
    write(lock, {});
    expect(() => ask({ npm_config_user_agent: "npm/11.0.0 node/v24" })).toThrow(command);
  });

  it("by the one that runs it, where there is no lock file", () => {
    expect(() => ask({ npm_config_user_agent: "pnpm/10.1.0 npm/? node/v24" })).toThrow("pnpm add");
    expect(() => ask({ npm_config_user_agent: "deno/2" })).toThrow("npm install");
  });
});
