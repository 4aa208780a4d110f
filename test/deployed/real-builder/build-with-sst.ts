import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

/** What SST's `Function` asks its command to build: `Runtime.Build` in `pkg/server/runtime/runtime.go`. */
export interface BuildInput {
  readonly functionID: string;
  readonly handler: string;
  readonly runtime: "nodejs24.x";
  /** 32 bytes in base64. */
  readonly encryptionKey: string;
  readonly links: Readonly<Record<string, unknown>>;
  readonly properties: Readonly<Record<string, unknown>>;
}

export interface BuildOutput {
  readonly out: string;
  readonly handler: string;
  /** The files that are kept out of the archive. */
  readonly sourcemaps: readonly string[];
}

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const ENGINE = fileURLToPath(new URL("./engine.ts", import.meta.url));

const CONFIG = `export default $config({ app: () => ({ name: "check", home: "local" }), run: async () => {} });`;

/**
 * Has the real command of SST build functions: `sst diff` of an empty app in the folder, which is made, with an engine
 * that asks for these builds. Needs SST's platform, `node tools/install-sst.ts`, and neither account nor network: where it
 * can, it runs in a network of its own, as SST would listen on every address for as long as it runs.
 */
export async function buildWithSst(
  folder: string,
  inputs: readonly BuildInput[],
): Promise<readonly BuildOutput[]> {
  const home = join(folder, "home");
  await prepare(folder, home);
  const answers = join(folder, "answers.json");
  const [command, ...args] = [...apart(), process.execPath, SST, "diff", "--stage", "check"];
  const child = spawn(command ?? "", args, {
    cwd: folder,
    env: {
      PATH: process.env["PATH"],
      HOME: home,
      XDG_CONFIG_HOME: home,
      SST_PULUMI_PATH: join(home, "sst/bin/pulumi"),
      SST_SKIP_DEPENDENCY_CHECK: "1",
      SST_NO_BUN: "1",
      DO_NOT_TRACK: "1",
      NO_COLOR: "1",
      BUILD_INPUTS: JSON.stringify(inputs),
      BUILD_ANSWERS: answers,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [said] = await Promise.all([
    Promise.all([text(child.stdout), text(child.stderr)]),
    once(child, "exit"),
  ]);
  const written = await readFile(answers, "utf8").catch(() => {
    throw new Error(`SST has built nothing (is .sst/platform installed?): ${said.join("\n")}`);
  });
  return (JSON.parse(written) as { result: BuildOutput | null; error: unknown }[]).map(
    ({ result, error }) => {
      if (result === null) throw new Error(`SST refused: ${String(error)}`);
      return result;
    },
  );
}

const SST = join(ROOT, "node_modules/sst/bin/sst.mjs");

async function prepare(folder: string, home: string): Promise<void> {
  const bin = join(home, "sst/bin");
  await Promise.all([mkdir(bin, { recursive: true }), mkdir(join(folder, ".sst"))]);
  await symlink(join(ROOT, ".sst/platform"), join(folder, ".sst/platform"));
  await writeFile(join(folder, ".sst/provider-lock.json"), "[]");
  await writeFile(join(folder, "sst.config.ts"), CONFIG);
  const engine = join(bin, "pulumi");
  await writeFile(engine, `#!/bin/sh\nexec "${process.execPath}" "${ENGINE}" "$@"\n`);
  await chmod(engine, 0o755);
}

/** The start of a command that gives what follows a network of its own, where the machine lets us. */
function apart(): readonly string[] {
  const inside = ["-rn", "sh", "-c"];
  const isPossible = spawnSync("unshare", [...inside, "ip link set lo up"]).status === 0;
  return isPossible ? ["unshare", ...inside, 'ip link set lo up && exec "$0" "$@"'] : [];
}
