import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import sparticuz from "@sparticuz/chromium";
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
  if (own !== undefined) return chromium.launch({ executablePath: own, args: FLAGS });
  const executablePath = await sparticuz.executablePath();
  return chromium.launch({ executablePath, args: FLAGS });
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
