import { type ChildKeeper, createChildKeeper } from "@celeriac/local";
import type { TestProject } from "vitest/node";
import { cacheFolder } from "./emulators/cache-folder.ts";
import { answers, type Emulator } from "./emulators/emulator.ts";
import { startLocalStack } from "./emulators/localstack.ts";
import { hasDocker, startLocalStackInDocker } from "./emulators/localstack-in-docker.ts";
import { startMinistack } from "./emulators/ministack.ts";
import { findPython, NO_PYTHON, type Python } from "./emulators/python.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Where LocalStack answers. */
    readonly localstack: string | undefined;
    /** Where ministack answers; `undefined` where there is no Python for it. */
    readonly ministack: string | undefined;
  }
}

/** The environment variable that names a LocalStack that runs already. */
const ENDPOINT_VARIABLE = "CELERIAC_ENDPOINT";

/** Starts LocalStack and ministack for the project's tests; they end after them, and with this process however it ends. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const keeper = createChildKeeper();
  const cache = cacheFolder(process.env);
  const python = await findPython(process.env);
  const starts = await Promise.allSettled([
    findLocalStack(keeper, cache, python),
    python === undefined ? undefined : startMinistack(keeper, cache, python),
  ]);
  const failures = starts.filter((start) => start.status === "rejected");
  if (failures.length > 0) {
    await keeper.stop();
    throw new Error(failures.map(({ reason }) => String(reason)).join("\n"));
  }
  const [localstack, ministack] = starts.map((start) =>
    start.status === "fulfilled" ? start.value?.endpoint : undefined,
  );
  project.provide("localstack", localstack);
  project.provide("ministack", ministack);
  return () => keeper.stop();
}

async function findLocalStack(
  keeper: ChildKeeper,
  cache: string,
  python: Python | undefined,
): Promise<Emulator> {
  const endpoint = process.env[ENDPOINT_VARIABLE]?.replace(/\/$/, "");
  if (endpoint !== undefined && endpoint !== "") {
    if (await answers(`${endpoint}/_localstack/health`)) return { endpoint };
    throw new Error(
      `${ENDPOINT_VARIABLE} is ${endpoint}, where no LocalStack answers: start it, or unset the variable and one is started`,
    );
  }
  if (python !== undefined) return startLocalStack(keeper, cache, python);
  if (await hasDocker()) return startLocalStackInDocker(keeper);
  throw new Error(`LocalStack cannot be started: ${NO_PYTHON}, or start a Docker engine`);
}
