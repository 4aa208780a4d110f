import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { ChildKeeper } from "@celeriac/local";
import { BASE_IMAGE, makeBaseRoot } from "./base-image.ts";
import { copyFiles, copyRoot } from "./copy-files.ts";
import { expandVariables } from "./expand-variables.ts";
import { BASE_CONFIG, configure, type ImageConfig } from "./image-config.ts";
import type { Instruction } from "./instruction.ts";
import { runInstruction } from "./run-instruction.ts";
import { findUser } from "./user.ts";

/** A stage of a build: its files, and what it says of containers. */
export interface Stage {
  /** The folder that holds its files. */
  readonly root: string;
  readonly config: ImageConfig;
  /** The arguments that it has declared. */
  readonly declared: Readonly<Record<string, string>>;
}

/** What all stages of a build share. */
export interface Build {
  readonly keeper: ChildKeeper;
  /** What the build may see of its context. */
  readonly context: string;
  readonly args: Readonly<Record<string, string>>;
  /** The arguments declared before the first FROM. */
  readonly globals: Readonly<Record<string, string>>;
  /** Secrets' ids, to the files that hold them. */
  readonly secrets: ReadonlyMap<string, string>;
  /** What cache mounts hold. */
  readonly cache: string;
  /** The earlier stages, by name. */
  readonly stages: ReadonlyMap<string, Stage>;
}

/** `FROM`: a stage with the files and the configuration of an earlier one, or of the base image. */
export async function startStage(build: Build, image: string, root: string): Promise<Stage> {
  const parent = build.stages.get(image);
  if (parent !== undefined) {
    await copyRoot(parent.root, root);
    return { root, config: parent.config, declared: {} };
  }
  if (!BASE_IMAGE.test(image)) {
    throw new Error(`the image ${image} is not known to the executor: expected ${BASE_IMAGE}`);
  }
  makeBaseRoot(root);
  return { root, config: BASE_CONFIG, declared: {} };
}

/** The stage after an instruction. */
export async function executeInstruction(
  build: Build,
  stage: Stage,
  instruction: Instruction,
): Promise<Stage> {
  const { root, config, declared } = stage;
  const values = { ...declared, ...config.environment };
  const expand = (text: string): string => expandVariables(text, values);
  switch (instruction.kind) {
    case "from":
      throw new Error("FROM starts a stage, and is not executed in one");
    case "arg": {
      const { name, fallback } = instruction;
      const otherwise = fallback === undefined ? build.globals[name] : expand(fallback);
      return { ...stage, declared: { ...declared, [name]: build.args[name] ?? otherwise ?? "" } };
    }
    case "user":
      return { ...stage, config: { ...config, user: findUser(root, expand(instruction.user)) } };
    case "copy": {
      const { from, sources, destination } = instruction;
      const origin = from === undefined ? build.context : rootOf(build, from);
      await copyFiles(origin, sources.map(expand), root, config.directory, expand(destination));
      return stage;
    }
    case "run":
      await runInstruction(build, stage, instruction);
      return stage;
    default: {
      const configured = configure(config, instruction, expand);
      await mkdir(join(root, configured.directory), { recursive: true });
      return { ...stage, config: configured };
    }
  }
}

function rootOf(build: Build, name: string): string {
  const stage = build.stages.get(name);
  if (stage === undefined) throw new Error(`there is no earlier stage ${name}`);
  return stage.root;
}
