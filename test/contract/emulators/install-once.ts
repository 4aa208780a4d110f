import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { join } from "node:path";

export interface Installation {
  /** The cache folder. */
  readonly cache: string;
  readonly name: string;
  /** Everything that decides what is installed: a change makes a new installation. */
  readonly key: readonly string[];
  /** Fills the folder; a failure leaves nothing behind. */
  readonly fill: (folder: string) => Promise<void>;
}

const KEY_LENGTH = 12;

/**
 * Answers the folder of an installation, and makes it when it is not there yet. It appears whole or not at all: a run
 * that is interrupted, or another one at the same time, does no harm.
 */
export async function installOnce({ cache, name, key, fill }: Installation): Promise<string> {
  const digest = createHash("sha256").update(JSON.stringify(key)).digest("hex");
  const folder = join(cache, `${name}-${digest.slice(0, KEY_LENGTH)}`);
  if (existsSync(folder)) return folder;
  await mkdir(cache, { recursive: true });
  const unfinished = await mkdtemp(`${folder}.unfinished-`);
  const began = performance.now();
  console.log(`${name}: installing into ${cache}`);
  try {
    await fill(unfinished);
    await rename(unfinished, folder);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    // Another run was faster.
    if (!existsSync(folder)) throw error;
  }
  console.log(`${name}: installed in ${((performance.now() - began) / 1000).toFixed(0)} s`);
  return folder;
}
