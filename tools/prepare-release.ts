/**
 * Prepares a release: what the changelog has under Unreleased becomes the version's, and every workspace gets it.
 *
 *     node tools/prepare-release.ts 1.2.3
 *
 * What is left to do is a commit, and its tag v1.2.3, which releases it.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./package/repository.ts";
import { releaseChangelog } from "./release/changelog.ts";
import { setVersion } from "./release/set-version.ts";

/** Prepares it in the repository that lies in a folder. @throws {Error} and has changed nothing. */
export function prepareRelease(root: string, version: string, date: string): void {
  const path = join(root, "CHANGELOG.md");
  const changelog = releaseChangelog(readFileSync(path, "utf8"), version, date);
  setVersion(root, version);
  writeFileSync(path, changelog);
}

if (import.meta.main) {
  const [version = ""] = process.argv.slice(2);
  prepareRelease(ROOT, version, new Date().toISOString().slice(0, 10));
  console.log(`git commit --all --message "Release ${version}" && git tag v${version}`);
}
