import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, inject, it } from "vitest";
import { ROOT } from "../../tools/package/repository.ts";
import { runCommand } from "./run-command.ts";

const project = inject("development");

/** What tsc says of a file of the project, a line each. */
async function complaints(
  file: string,
  options: object,
  globals: readonly string[] = [],
): Promise<readonly string[]> {
  const tsconfig = `tsconfig.${file}.json`;
  const compilerOptions = { strict: true, noEmit: true, target: "es2024", ...options };
  const config = { compilerOptions, files: [file, ...globals] };
  await writeFile(join(project, tsconfig), JSON.stringify(config));
  const tsc = join(ROOT, "node_modules/typescript/bin/tsc");
  const args = [tsc, "-p", tsconfig, "--pretty", "false"];
  const { stdout } = await runCommand(process.execPath, args, { cwd: project });
  return stdout.split("\n").filter((line) => /error TS/.test(line));
}

describe("a user's code is type-checked against the installed package", () => {
  it.each(["nodenext", "bundler"])("as %s resolves modules, declarations included", async (how) => {
    const module = how === "bundler" ? "esnext" : how;
    const options = { module, moduleResolution: how, types: ["node"], skipLibCheck: false };
    const found = await complaints("consumer.ts", { ...options, exactOptionalPropertyTypes: true });
    // Middy's own declarations name a package that it does not depend on.
    expect(found.filter((line) => !line.startsWith("node_modules/@middy/"))).toEqual([]);
  });

  it("from CommonJS", async () => {
    const options = { module: "nodenext", moduleResolution: "nodenext", types: ["node"] };
    expect(await complaints("required.cts", { ...options, skipLibCheck: true })).toEqual([]);
  });

  it("with vitest's matchers", async () => {
    const module = { module: "nodenext", moduleResolution: "nodenext", types: ["node"] };
    const options = { ...module, allowImportingTsExtensions: true, skipLibCheck: true };
    expect(await complaints("matchers.ts", options)).toEqual([]);
  });

  it("in sst.config.ts, with SST's own globals", async () => {
    const platform = join(ROOT, ".sst/platform");
    expect(existsSync(platform), "node tools/install-sst.ts was run").toBe(true);
    const options = {
      ...{ module: "esnext", moduleResolution: "bundler", types: ["node"], skipLibCheck: true },
      paths: { "@pulumi/*": [`${platform}/node_modules/@pulumi/*`] },
    };
    const found = await complaints("sst.ts", options, [`${platform}/config.d.ts`]);
    expect(found).toEqual([]);
  });
});
