import { execFile } from "node:child_process";
import { lstatSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join, posix } from "node:path";
import { promisify } from "node:util";

/** Copies a stage as it is, for one that starts from it. */
export async function copyRoot(from: string, to: string): Promise<void> {
  await promisify(execFile)("cp", ["--archive", from, to]);
}

/**
 * `COPY`: files keep their modes and become root's; of a folder its content is copied.
 * @throws {Error} for a source that is not there.
 */
export async function copyFiles(
  origin: string,
  sources: readonly string[],
  root: string,
  directory: string,
  destination: string,
): Promise<void> {
  const place = join(root, posix.resolve(directory, destination));
  const isFolder = destination.endsWith("/") || /(^|\/)\.{1,2}$/.test(destination);
  for (const source of sources) {
    const from = join(origin, posix.resolve("/", source));
    const ofFolder = lstatSync(from).isDirectory();
    await mkdir(ofFolder || isFolder ? place : posix.dirname(place), { recursive: true });
    await promisify(execFile)("cp", [
      ...["--archive", "--no-preserve=ownership"],
      ...[ofFolder ? `${from}/.` : from, ofFolder || isFolder ? `${place}/` : place],
    ]);
  }
}
