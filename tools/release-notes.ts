/**
 * Prints the notes of a tag's release, which is the changelog's section of its version, and refuses a tag that is not of
 * the version that the package has.
 *
 *     node tools/release-notes.ts v1.2.3
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PUBLISHED, ROOT, readManifest } from "./package/repository.ts";
import { releaseNotes } from "./release/changelog.ts";

const [tag = ""] = process.argv.slice(2);
const { version } = readManifest(join(ROOT, PUBLISHED));
if (tag !== `v${version}`) throw new Error(`the tag is "${tag}", and the package is ${version}`);
process.stdout.write(releaseNotes(readFileSync(join(ROOT, "CHANGELOG.md"), "utf8"), version));
