import { cpSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import dockerignore from "@balena/dockerignore";

/**
 * Copies what a build may see: a folder without what its ignore file names, which is `<Dockerfile>.dockerignore` beside
 * the Dockerfile, or else the folder's own `.dockerignore`.
 * @throws {Error} for an ignore file with exceptions (`!pattern`), which are not known here.
 */
export function stageContext(folder: string, dockerfile: string, staged: string): void {
  const file = [`${dockerfile}.dockerignore`, join(folder, ".dockerignore")].find(existsSync);
  const patterns = file === undefined ? "" : readFileSync(file, "utf8");
  if (/^\s*!/m.test(patterns)) throw new Error(`${file}: exceptions are not known to the executor`);
  const ignore = dockerignore.default({ ignorecase: false }).add(patterns);
  const copy = (path: string): void => {
    if (path !== "" && ignore.ignores(path)) return;
    const from = join(folder, path);
    if (!lstatSync(from).isDirectory()) {
      cpSync(from, join(staged, path), { verbatimSymlinks: true });
      return;
    }
    mkdirSync(join(staged, path), { recursive: true });
    for (const name of readdirSync(from)) copy(path === "" ? name : `${path}/${name}`);
  };
  copy("");
}
