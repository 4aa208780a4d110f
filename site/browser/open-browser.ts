import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import sparticuz, { inflate } from "@sparticuz/chromium";
import { type Browser, chromium } from "playwright-core";

export type { Browser, Page } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome"];

/** Neither a sandbox nor a graphics card is there on a build server; and nothing may call its makers. */
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** A headless Chromium: the machine's own, else the one that comes from npm (Linux on x64). */
export async function openBrowser(): Promise<Browser> {
  const own = onPath(process.env["PATH"] ?? "");
  const executablePath = own ?? (await sparticuz.executablePath());
  try {
    return await chromium.launch({ executablePath, args: FLAGS });
  } catch (error) {
    if (own !== undefined || !/error while loading shared libraries/.test(String(error)))
      throw error;
    const env = { ...process.env, LD_LIBRARY_PATH: await bundledLibraries() };
    return chromium.launch({ executablePath, args: FLAGS, env });
  }
}

/** The libraries that npm's Chromium brings for machines without them (NSS, for one). */
async function bundledLibraries(): Promise<string> {
  const archive = new URL("../bin/al2023.tar.br", import.meta.resolve("@sparticuz/chromium"));
  return join(await inflate(fileURLToPath(archive)), "lib");
}

function onPath(path: string): string | undefined {
  const places = path.split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return places.find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
