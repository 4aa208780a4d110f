import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** How each package manager installs, its word for development, and the lock file that tells of it. */
const MANAGERS = {
  npm: {
    command: "npm install",
    forDevelopment: "--save-dev",
    locks: ["package-lock.json", "npm-shrinkwrap.json"],
  },
  pnpm: { command: "pnpm add", forDevelopment: "--save-dev", locks: ["pnpm-lock.yaml"] },
  yarn: { command: "yarn add", forDevelopment: "--dev", locks: ["yarn.lock"] },
  bun: { command: "bun add", forDevelopment: "--dev", locks: ["bun.lock", "bun.lockb"] },
} as const;

type PackageManager = keyof typeof MANAGERS;

export interface InstallSurroundings {
  /** Where the project is, or a folder in it. */
  readonly directory: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** What packages are for: those for `development` are not installed in production. */
export type InstallPurpose = "runtime" | "development";

/**
 * The command that installs packages, by the manager that the nearest lock file is of; without one, by
 * the one that runs this process, else npm.
 */
export function installCommand(
  packages: readonly string[],
  { directory, environment }: InstallSurroundings,
  purpose: InstallPurpose = "development",
): string {
  const manager = managerOfLock(directory) ?? managerOfAgent(environment) ?? "npm";
  const { command, forDevelopment } = MANAGERS[manager];
  return [command, ...(purpose === "development" ? [forDevelopment] : []), ...packages].join(" ");
}

const NAMES = Object.keys(MANAGERS) as PackageManager[];

function managerOfLock(directory: string): PackageManager | undefined {
  const found = NAMES.find((name) =>
    MANAGERS[name].locks.some((lock) => existsSync(join(directory, lock))),
  );
  const parent = dirname(directory);
  return found ?? (parent === directory ? undefined : managerOfLock(parent));
}

/** `npm_config_user_agent` reads `pnpm/10.1.0 npm/? node/v24.0.0 linux x64`. */
function managerOfAgent(
  environment: InstallSurroundings["environment"],
): PackageManager | undefined {
  const agent = environment["npm_config_user_agent"]?.split("/")[0];
  return NAMES.find((name) => name === agent);
}
