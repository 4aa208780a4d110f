import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ChildKeeper } from "@celeriac/local";
import { stageContext } from "./build-context.ts";
import { expandVariables } from "./expand-variables.ts";
import type { ImageConfig } from "./image-config.ts";
import type { Instruction } from "./instruction.ts";
import { parseDockerfile } from "./parse-dockerfile.ts";
import { type Build, executeInstruction, type Stage, startStage } from "./stage.ts";

export interface BuildOptions {
  readonly dockerfile: string;
  /** The build context. */
  readonly context: string;
  readonly args?: Readonly<Record<string, string>>;
  /** Build secrets: their ids, to what is in them. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** An empty folder, for the stages' roots. */
  readonly folder: string;
  /** What cache mounts hold, between builds. */
  readonly cache: string;
  readonly keeper: ChildKeeper;
}

/** What a build leaves: its last stage. */
export interface Image {
  /** The folder that holds its files. */
  readonly root: string;
  readonly config: ImageConfig;
}

/**
 * Executes a Dockerfile without Docker, in folders that become the roots of its processes.
 * @throws {Error} naming the line: for an instruction that is not known, and with the output of a RUN that failed.
 */
export async function buildImage(options: BuildOptions): Promise<Image> {
  if (process.platform !== "linux" || process.getuid?.() !== 0) {
    throw new Error(
      "an image can be built without Docker on Linux and by root alone: sudo npm run test:container",
    );
  }
  const { dockerfile, folder, keeper, cache, args = {} } = options;
  const globals: Record<string, string> = {};
  const stages = new Map<string, Stage>();
  const context = join(folder, "context");
  const build: Build = {
    ...{ keeper, context, args, globals, cache, stages },
    secrets: writeSecrets(folder, options.secrets ?? {}),
  };
  const instructions = parseDockerfile(readFileSync(dockerfile, "utf8"));
  stageContext(options.context, dockerfile, context);
  let current: [name: string, stage: Stage] | undefined;
  for (const instruction of instructions) {
    try {
      current = await step(build, current, instruction, folder, globals);
      if (current !== undefined) stages.set(...current);
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new Error(`${dockerfile}:${instruction.line}: ${reason}`, { cause });
    }
  }
  if (current === undefined) throw new Error(`${dockerfile}: there is no FROM`);
  return current[1];
}

async function step(
  build: Build,
  current: [name: string, stage: Stage] | undefined,
  instruction: Instruction,
  folder: string,
  globals: Record<string, string>,
): Promise<[name: string, stage: Stage] | undefined> {
  if (instruction.kind === "from") {
    const name = instruction.stage ?? String(build.stages.size);
    const image = expandVariables(instruction.image, globals);
    return [name, await startStage(build, image, join(folder, `stage-${name}`))];
  }
  if (current !== undefined) {
    const [name, stage] = current;
    return [name, await executeInstruction(build, stage, instruction)];
  }
  if (instruction.kind !== "arg") throw new Error(`${instruction.kind} before the first FROM`);
  const { name, fallback = "" } = instruction;
  globals[name] = build.args[name] ?? expandVariables(fallback, globals);
  return undefined;
}

function writeSecrets(
  folder: string,
  secrets: Readonly<Record<string, string>>,
): ReadonlyMap<string, string> {
  const place = join(folder, "secrets");
  mkdirSync(place, { recursive: true, mode: 0o700 });
  return new Map(
    Object.entries(secrets).map(([id, text]) => {
      writeFileSync(join(place, id), text, { mode: 0o400 });
      return [id, join(place, id)];
    }),
  );
}
