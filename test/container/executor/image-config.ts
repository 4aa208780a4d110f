import { posix } from "node:path";
import { BASE_ENTRYPOINT, BASE_ENVIRONMENT } from "./base-image.ts";
import type { HealthCheck, Setting } from "./instruction.ts";
import { ROOT, type User } from "./user.ts";

/** What an image says of the containers that are made of it. */
export interface ImageConfig {
  readonly environment: Readonly<Record<string, string>>;
  readonly directory: string;
  readonly user: User;
  readonly ports: readonly string[];
  /** What asks a container to stop. */
  readonly signal: string;
  readonly check: HealthCheck | undefined;
  /** What the command is given to. */
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
}

export const BASE_CONFIG: ImageConfig = {
  environment: BASE_ENVIRONMENT,
  directory: "/",
  user: ROOT,
  ports: [],
  signal: "SIGTERM",
  check: undefined,
  entrypoint: BASE_ENTRYPOINT,
  command: ["node"],
};

/** The configuration after an instruction that changes nothing else. `expand` puts in variables' values. */
export function configure(
  config: ImageConfig,
  instruction: Setting,
  expand: (text: string) => string,
): ImageConfig {
  switch (instruction.kind) {
    case "env": {
      const variables = instruction.variables.map(([name, value]) => [name, expand(value)]);
      return {
        ...config,
        environment: { ...config.environment, ...Object.fromEntries(variables) },
      };
    }
    case "workdir":
      return { ...config, directory: posix.resolve(config.directory, expand(instruction.path)) };
    case "expose":
      return { ...config, ports: [...config.ports, ...instruction.ports.map(expand)] };
    case "stopsignal":
      return { ...config, signal: expand(instruction.signal) };
    case "healthcheck":
      return { ...config, check: instruction.check };
    case "entrypoint":
      // As in Docker: the command that was meant for another entrypoint is dropped.
      return { ...config, entrypoint: instruction.command, command: [] };
    case "cmd":
      return { ...config, command: instruction.command };
  }
}
