import { execFile } from "node:child_process";
import {
  cp,
  glob,
  mkdir,
  mkdtemp,
  readdir,
  realpath,
  rm,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** One source file that a tool of the house must refuse, or let pass. */
export interface Case {
  readonly title: string;
  /** Where the file lies, from the repository's root. */
  readonly file: string;
  readonly code: string;
  /** The rule that must fire; none when the file is good. */
  readonly rule?: string;
}

/** What a tool said about one file. */
export interface Finding {
  readonly file: string;
  readonly rule: string;
}

/** A copy of the repository with its real configuration and its real manifests, but sources of the test's own. */
export interface House extends AsyncDisposable {
  biome(): Promise<Finding[]>;
  oxlint(): Promise<Finding[]>;
  knip(): Promise<Finding[]>;
}

const root = await realpath(join(import.meta.dirname, "../.."));
const papers =
  /^(biome|knip|package|tsconfig.*|\.oxlintrc)\.json$|^vitest\.config\.ts$|^\.gitignore$/;

export async function buildHouse(sources: readonly Pick<Case, "file" | "code">[]): Promise<House> {
  const house = await realpath(await mkdtemp(join(tmpdir(), "celeriac-rooms-")));
  await copyPapers(house);
  for (const { file, code } of sources) await write(join(house, file), code);
  return {
    biome: () => biome(house),
    oxlint: () => oxlint(house),
    knip: () => knip(house),
    [Symbol.asyncDispose]: () => rm(house, { recursive: true }),
  };
}

async function copyPapers(house: string): Promise<void> {
  for (const name of await readdir(root)) {
    if (papers.test(name)) await cp(join(root, name), join(house, name));
  }
  await cp(join(root, "tools/grit"), join(house, "tools/grit"), { recursive: true });
  await mkdir(join(house, "node_modules/@celeriac"), { recursive: true });
  for await (const manifest of glob("{packages,examples}/*/package.json", { cwd: root })) {
    await mkdir(dirname(join(house, manifest)), { recursive: true });
    await cp(join(root, manifest), join(house, manifest));
  }
  for await (const room of glob("packages/*", { cwd: house })) {
    await write(join(house, room, "src/index.ts"), "export {};\n");
    const name = room
      .replace("packages", "node_modules/@celeriac")
      .replace("@celeriac/celeriac", "celeriac");
    await symlink(join(house, room), join(house, name));
  }
  // Everything else from the registry; the rooms must lead to the copy, or no cycle between them would show.
  for (const name of await readdir(join(root, "node_modules"))) {
    if (name === "celeriac" || name === "@celeriac" || name.startsWith("example-")) continue;
    await symlink(join(root, "node_modules", name), join(house, "node_modules", name));
  }
}

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

async function biome(house: string): Promise<Finding[]> {
  const flags = ["lint", "--reporter=json", "--max-diagnostics=none", "."];
  const report: { diagnostics: { category: string; location: { path: string } }[] } = JSON.parse(
    await run(house, "biome", flags),
  );
  return report.diagnostics.map(({ category, location }) => ({
    file: location.path,
    rule: category.replace("lint/", ""),
  }));
}

async function oxlint(house: string): Promise<Finding[]> {
  const flags = ["--type-aware", "--format=json", "packages"];
  const report: { diagnostics: { code: string; filename: string }[] } = JSON.parse(
    await run(house, "oxlint", flags),
  );
  return report.diagnostics.map(({ code, filename }) => ({ file: filename, rule: code }));
}

async function knip(house: string): Promise<Finding[]> {
  type Kind = "files" | "exports" | "dependencies";
  type Issues = { file: string } & Partial<Record<Kind, { name: string }[]>>;
  const report: { issues: Issues[] } = JSON.parse(await run(house, "knip", ["--reporter=json"]));
  return report.issues.flatMap(({ file, files = [], exports = [], dependencies = [] }) => [
    ...files.map(() => ({ file, rule: "unused file" })),
    ...exports.map(({ name }) => ({ file, rule: `unused export ${name}` })),
    ...dependencies.map(({ name }) => ({ file, rule: `unused dependency ${name}` })),
  ]);
}

/** Gives what a tool prints. The tools exit badly when they find something, which is what is wanted here. */
function run(house: string, tool: string, flags: string[]): Promise<string> {
  const command = join(root, "node_modules/.bin", tool);
  return new Promise((resolve, reject) => {
    execFile(command, flags, { cwd: house, maxBuffer: 64 << 20 }, (error, stdout, stderr) => {
      if (stdout.trim() === "") reject(error ?? new Error(`${tool} printed nothing: ${stderr}`));
      else resolve(stdout);
    });
  });
}
