import { existsSync } from "node:fs";
import { rm, rmdir } from "node:fs/promises";
import { join } from "node:path";
import { encloseCommand } from "./enclosure.ts";
import type { Instruction, Mount } from "./instruction.ts";
import type { Build, Stage } from "./stage.ts";

const SHOWN_LINES = 40;
/** Docker hands these to a RUN without their being declared. */
const PROXIES = /^(https?_proxy|no_proxy|all_proxy)$/i;

/**
 * `RUN`: the shell in the stage's root, as its user.
 * @throws {Error} with the end of its output, when it fails.
 */
export async function runInstruction(
  build: Build,
  stage: Stage,
  { command, mounts }: Extract<Instruction, { kind: "run" }>,
): Promise<void> {
  const { root, config, declared } = stage;
  const binds = mounts.flatMap((mount) => {
    const from = sourceOf(build, mount);
    return from === undefined ? [] : [[from, mount.target] as const];
  });
  const stubs = binds.map(([, to]) => join(root, to)).filter((path) => !existsSync(path));
  const proxies: Record<string, string> = {};
  for (const [name, value = ""] of Object.entries(process.env)) {
    if (PROXIES.test(name)) proxies[name] = value;
  }
  const [program = "", ...programArguments] = encloseCommand({
    root,
    binds,
    user: config.user,
    directory: config.directory,
    environment: { ...proxies, ...declared, ...config.environment },
    command: ["/bin/sh", "-c", command],
  });
  const output: string[] = [];
  const child = build.keeper.start({
    command: program,
    arguments: programArguments,
    environment: { PATH: "/usr/sbin:/usr/bin:/sbin:/bin" },
    onLine: (line) => output.push(line),
  });
  const { code, signal } = await child.exited;
  await Promise.all(stubs.map(removeStub));
  if (code === 0) return;
  const end = output.slice(-SHOWN_LINES).join("\n");
  throw new Error(`RUN ${command.replaceAll(/\s+/g, " ")} ended with ${code ?? signal}:\n${end}`);
}

/** A secret that was not given is not mounted. */
function sourceOf(build: Build, mount: Mount): string | undefined {
  switch (mount.type) {
    case "bind":
      return build.context;
    case "cache":
      return build.cache;
    case "secret":
      return build.secrets.get(mount.id);
  }
}

/** What was made for a mount, and is empty without it. */
async function removeStub(path: string): Promise<void> {
  await rmdir(path).catch(() => rm(path));
}
