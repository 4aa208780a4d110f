import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { FUNCTION_SETTINGS } from "@celeriac/sst/function-settings";
import { createClient } from "celeriac/client";
import type { EmbeddedAws } from "celeriac/local";
import { stop } from "esbuild-in-sst";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { app, charge } from "./fixture/app.ts";
import { buildAsSst, type SstBuild } from "./sst-build.ts";
import { startDeployedAws } from "./start-deployed-aws.ts";

const KB = 1024;
const ROOT = join(import.meta.dirname, "../..");
const ENTRY = "test/deployed/fixture/lambda";

let folder: string;
let build: SstBuild;
let aws: EmbeddedAws;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "celeriac-archive-"));
  const args = { handler: `${ENTRY}.handler`, ...FUNCTION_SETTINGS };
  build = await buildAsSst(args, { root: ROOT, out: join(folder, "code") });
  await stop();
  const functions = { default: { entry: join(ROOT, `${ENTRY}.ts`) } };
  aws = await startDeployedAws(app, { functions }, { [`${ENTRY}.ts`]: build.folder });
});
afterAll(async () => {
  await aws.stop();
  rmSync(folder, { recursive: true });
});

/** The gzipped size of the archive's files whose names end in one of these. */
async function sizeOf(...endings: readonly string[]): Promise<number> {
  const names = await readdir(build.folder);
  const chosen = names.filter((name) => endings.some((ending) => `/${name}`.endsWith(ending)));
  const files = await Promise.all(chosen.map((name) => readFile(join(build.folder, name))));
  return files.reduce((sum, file) => sum + gzipSync(file).length, 0);
}

describe("a function's archive, as SST builds it,", () => {
  it("tells of errors by their class, and where they were thrown in the source", async () => {
    const client = createClient(app);
    const handle = await client.enqueue(charge);
    await expect(handle.result({ timeout: "30s" })).rejects.toThrow("no money on it");
    const outcome = await handle.outcome();
    await client.close();
    const lines = readFileSync(join(ROOT, `${ENTRY}.ts`), "utf8").split("\n");
    const line = lines.findIndex((each) => each.includes("throw new CardDeclined")) + 1;
    expect(outcome).toMatchObject({
      state: "FAILURE",
      error: {
        name: "CardDeclined",
        stack: expect.stringMatching(new RegExp(`refuseCard \\(.*${ENTRY}\\.ts:${line}:\\d+\\)`)),
      },
    });
  });

  it("holds what runs tasks, and nothing that deploys, tests or emulates", () => {
    const inputs = Object.keys(build.metafile.inputs);
    const rooms = new Set(inputs.flatMap((path) => /^packages\/(\w+)\//.exec(path)?.[1] ?? []));
    expect(rooms).toEqual(new Set(["aws", "celeriac", "client", "core", "engine", "lambda"]));
    const packages = new Set(
      inputs.flatMap((path) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []),
    );
    const others = [...packages].filter((name) => !/^@(aws|smithy|middy)/.test(name));
    // Of the AWS SDK: the name of the host for its user agent, and its cache of endpoints.
    expect(new Set(others)).toEqual(new Set(["bowser", "mnemonist", "obliterator"]));
  });

  it("loads at most 66 KB of it, gzipped, at its start", async () => {
    const { outputs } = build.metafile;
    const entry = Object.keys(outputs).find((path) => path.endsWith("/bundle.mjs"));
    const atStart = new Set([entry ?? ""]);
    // A set's loop comes to what is added on the way.
    for (const path of atStart) {
      for (const { kind, path: imported } of outputs[path]?.imports ?? []) {
        if (kind === "import-statement" && imported in outputs) atStart.add(imported);
      }
    }
    expect(
      await sizeOf(...[...atStart].map((path) => path.slice(path.lastIndexOf("/")))),
    ).toBeLessThan(66 * KB);
  });

  it("is at most 320 KB of code gzipped, with maps of at most 1 MB", async () => {
    expect(await sizeOf(".mjs")).toBeLessThan(320 * KB);
    expect(await sizeOf(".mjs.map")).toBeLessThan(1024 * KB);
  });
});
