import { execFileSync } from "node:child_process";
import { cpSync, globSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ROOT, readManifest } from "../package/repository.ts";
import { prepareRelease } from "../prepare-release.ts";

let copy: string;
beforeEach(() => {
  copy = mkdtempSync(join(tmpdir(), "celeriac-release-"));
  const files = ["{packages,examples}/*/package.json", "{package*.json,.npmrc,CHANGELOG.md}"];
  for (const file of files.flatMap((pattern) => globSync(pattern, { cwd: ROOT }))) {
    cpSync(join(ROOT, file), join(copy, file));
  }
});
afterEach(() => rmSync(copy, { recursive: true }));

const read = (file: string): string => readFileSync(join(copy, file), "utf8");

describe("a release that is prepared", () => {
  it("has its version in every workspace, and in whatever names one", () => {
    prepareRelease(copy, "7.8.9", "2026-12-01");
    const manifests = globSync("{packages,examples}/*/package.json", { cwd: copy });
    expect(manifests.length).toBeGreaterThan(10);
    for (const file of manifests) {
      const { version, dependencies = {} } = readManifest(join(copy, file, ".."));
      const ours = Object.entries(dependencies).filter(([name]) =>
        /^(@celeriac\/|celeriac$)/.test(name),
      );
      expect([version, ...ours.map(([, wanted]) => wanted)], file).toEqual(
        Array.from({ length: ours.length + 1 }, () => "7.8.9"),
      );
    }
    expect(read("CHANGELOG.md")).toContain("## [Unreleased]\n\n## [7.8.9] - 2026-12-01\n");
  });

  it("changes nothing else", () => {
    const before = read("packages/celeriac/package.json");
    const lock = read("package-lock.json");
    prepareRelease(copy, "7.8.9", "2026-12-01");
    const old = readManifest(join(ROOT, "packages/celeriac")).version;
    const backTo = (text: string): string => text.replaceAll('"7.8.9"', `"${old}"`);
    expect(backTo(read("packages/celeriac/package.json"))).toBe(before);
    expect(backTo(read("package-lock.json"))).toBe(lock);
  });

  it("has a lock file that npm ci takes", () => {
    prepareRelease(copy, "7.8.9", "2026-12-01");
    const dryRun = ["ci", "--dry-run", "--ignore-scripts", "--offline"];
    expect(() => execFileSync("npm", dryRun, { cwd: copy, stdio: "pipe" })).not.toThrow();
  });

  it.each(["0.0.1", "1.2", "v1.2.3", ""])("is refused as %j, and nothing is changed", (version) => {
    const before = [read("CHANGELOG.md"), read("packages/core/package.json")];
    expect(() => prepareRelease(copy, version, "2026-12-01")).toThrow(/is before|is no version/);
    expect([read("CHANGELOG.md"), read("packages/core/package.json")]).toEqual(before);
  });

  it("may follow its own pre-releases, and not the other way round", () => {
    prepareRelease(copy, "7.8.9-beta.2", "2026-12-01");
    expect(() => prepareRelease(copy, "7.8.9-beta.1", "2026-12-01")).toThrow();
    expect(readManifest(join(copy, "packages/core")).version).toBe("7.8.9-beta.2");
  });
});
