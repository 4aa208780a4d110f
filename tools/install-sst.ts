/**
 * Puts SST's platform (its components, their types, Pulumi) into `.sst/platform`, as `sst install` does, once for each
 * version of SST and of the providers: what was installed is kept in `CELERIAC_SST_CACHE`, by default
 * `~/.cache/celeriac-sst`. Needs no AWS account, and of the network only the npm registry.
 *
 *     node tools/install-sst.ts
 */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { cp, mkdir, readFile, rename, rm, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../", import.meta.url));
const sst = join(root, "node_modules/sst");
const workDir = join(root, ".sst");
const installed = ["platform", "provider-lock.json"];

/** Without these the command fetches Pulumi's engine, which only a deployment needs, and tells its makers of the run. */
const offline = {
  SST_SKIP_DEPENDENCY_CHECK: "1",
  SST_NO_BUN: "1",
  SST_TELEMETRY_DISABLED: "1",
  DO_NOT_TRACK: "1",
  AWS_EC2_METADATA_DISABLED: "true",
  NO_COLOR: "1",
};

const key = await cacheKey();
const cache = join(
  process.env["CELERIAC_SST_CACHE"] ?? join(homedir(), ".cache", "celeriac-sst"),
  key,
);
const marker = join(workDir, `platform/.celeriac-${key}`);

if (await exists(marker)) {
  console.log("SST's platform is installed");
} else if (await exists(cache)) {
  await bring(cache, workDir);
  await mkdir(marker);
  console.log(`SST's platform was brought from ${cache}`);
} else {
  await rm(join(workDir, "platform"), { recursive: true, force: true });
  await install();
  const unfinished = `${cache}.${process.pid}`;
  await bring(workDir, unfinished);
  await rename(unfinished, cache).catch(() => rm(unfinished, { recursive: true, force: true }));
  await mkdir(marker);
}

/** What decides what is installed: SST's version and the providers that the configuration pins. */
async function cacheKey(): Promise<string> {
  const manifest = await readFile(join(sst, "package.json"), "utf8");
  const { version } = JSON.parse(manifest) as { version: string };
  const providers = (await readFile(join(root, "sst.config.ts"), "utf8")).match(
    /providers: .*/,
  )?.[0];
  const digest = createHash("sha256").update(`${process.platform} ${process.arch} ${providers}`);
  return `${version}-${digest.digest("hex").slice(0, 12)}`;
}

async function install(): Promise<void> {
  const child = spawn(process.execPath, [join(sst, "bin/sst.mjs"), "install", "--stage", "check"], {
    cwd: root,
    env: { ...process.env, ...offline },
    stdio: "inherit",
  });
  const [code] = await once(child, "exit");
  if (code !== 0) throw new Error(`sst install ended with ${String(code)}`);
}

async function bring(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const name of installed) {
    await rm(join(to, name), { recursive: true, force: true });
    await cp(join(from, name), join(to, name), { recursive: true, verbatimSymlinks: true });
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
