import { mkdtempSync, rmSync } from "node:fs";
import { readdir, readFile, realpath } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { FUNCTION_SETTINGS } from "@celeriac/sst/function-settings";
import { stop } from "esbuild-in-sst";
import { afterAll, beforeAll, expect, it } from "vitest";
import { buildAsSst, writeLinks } from "../sst-build.ts";
import { type BuildOutput, buildWithSst } from "./build-with-sst.ts";

const ROOT = join(import.meta.dirname, "../../..");
const KEY = Buffer.alloc(32, 7).toString("base64");
const LINKS = { Tasks: { kind: "celeriac-resources", app: "till", text: "é" } };

const functions = [
  { handler: "test/deployed/fixture/lambda.handler", nodejs: FUNCTION_SETTINGS.nodejs },
  { handler: "examples/novel/src/api.handler", nodejs: { minify: true, splitting: true } },
  { handler: "test/deployed/fixture/dialect.handler", nodejs: undefined },
].map((each) => ({ ...each, handler: join(ROOT, each.handler) }));

let folder: string;
let built: readonly BuildOutput[];
beforeAll(async () => {
  folder = await realpath(mkdtempSync(join(tmpdir(), "celeriac-sst-")));
  const inputs = functions.map(({ handler, nodejs }, index) => ({
    functionID: `Function${index}`,
    handler,
    runtime: FUNCTION_SETTINGS.runtime,
    encryptionKey: KEY,
    links: LINKS,
    properties: { ...nodejs, architecture: "arm64" },
  }));
  built = await buildWithSst(folder, inputs);
});
afterAll(async () => {
  await stop();
  rmSync(folder, { recursive: true });
});

/** What would be in the archive, by name. */
async function archiveOf(
  root: string,
  leftOut: readonly string[] = [],
): Promise<ReadonlyMap<string, string>> {
  const without = new Set(leftOut.map((path) => relative(root, path)));
  const names = (await readdir(root)).filter((name) => !without.has(name)).sort();
  const files = names.map(
    async (name) => [name, await readFile(join(root, name), "base64")] as const,
  );
  return new Map(await Promise.all(files));
}

it.each([0, 1, 2])("our build of a function is SST's, byte for byte: %i", async (index) => {
  const [args, output] = [functions[index], built[index]];
  if (args === undefined || output === undefined) throw new Error("there is no such function");
  const ours = await buildAsSst(args, { root: folder, out: join(folder, ".sst/artifacts/Ours") });
  await writeLinks(ours.folder, LINKS, KEY);
  expect(ours.handler).toBe(output.handler);
  const [expected, archive] = await Promise.all([
    archiveOf(output.out, output.sourcemaps),
    archiveOf(ours.folder),
  ]);
  expect([...archive.keys()]).toEqual([...expected.keys()]);
  const differing = [...archive].filter(([name, bytes]) => bytes !== expected.get(name));
  expect(differing.map(([name]) => name)).toEqual([]);
});
