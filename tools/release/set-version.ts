import { globSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PUBLISHED, readManifest } from "../package/repository.ts";

/** A version that is released: no build metadata, and a pre-release as `-beta.1`. */
const VERSION = /^(\d+)\.(\d+)\.(\d+)(?:-([a-z]+)\.(\d+))?$/;

interface LockEntry {
  version?: string;
  dependencies?: Record<string, string>;
}

/**
 * Gives every workspace of a repository a version, in its manifest, in what others say of it, and in the lock file.
 * @throws {Error} for what is no version, or one before that of the package.
 */
export function setVersion(root: string, version: string): void {
  const current = readManifest(join(root, PUBLISHED)).version;
  if (compareVersions(version, current) < 0) {
    throw new Error(`${version} is before ${current}, which the package has`);
  }
  const folders = globSync("{packages,examples}/*/package.json", { cwd: root });
  const names = new Set(folders.map((file) => readManifest(join(root, file, "..")).name));
  for (const file of folders) {
    const path = join(root, file);
    writeFileSync(path, withVersion(readFileSync(path, "utf8"), version, names));
  }
  const lock = join(root, "package-lock.json");
  writeFileSync(lock, lockWithVersion(readFileSync(lock, "utf8"), version, names));
}

/** The text is kept as it is formatted. */
function withVersion(text: string, version: string, names: ReadonlySet<string>): string {
  return text
    .replace(/^( {2}"version": )"[^"]+"/m, `$1"${version}"`)
    .replaceAll(/^( {4}"([^"]+)": )"\d[^"]*"/gm, (line, start: string, name: string) =>
      names.has(name) ? `${start}"${version}"` : line,
    );
}

function lockWithVersion(text: string, version: string, names: ReadonlySet<string>): string {
  const lock = JSON.parse(text) as { packages: Record<string, LockEntry> };
  for (const [path, entry] of Object.entries(lock.packages)) {
    if (!/^(packages|examples)\//.test(path) || path.includes("node_modules")) continue;
    entry.version = version;
    for (const name of Object.keys(entry.dependencies ?? {})) {
      if (entry.dependencies !== undefined && names.has(name)) entry.dependencies[name] = version;
    }
  }
  return `${JSON.stringify(lock, null, 2)}\n`;
}

/** Negative when the first is before the second. A pre-release is before its release. */
function compareVersions(a: string, b: string): number {
  const [left, right] = [partsOf(a), partsOf(b)];
  const index = left.findIndex((part, at) => part !== right[at]);
  const [x, y] = [left[index] ?? 0, right[index] ?? 0];
  return x < y ? -1 : Number(x > y);
}

function partsOf(version: string): readonly (number | string)[] {
  const parts = VERSION.exec(version);
  if (parts === null) throw new Error(`"${version}" is no version: expected one such as 1.2.3`);
  const [, major, minor, patch, label, number] = parts;
  // A release is after all of its pre-releases: "~" is after every letter.
  return [Number(major), Number(minor), Number(patch), label ?? "~", Number(number ?? 0)];
}
