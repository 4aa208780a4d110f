import { fileURLToPath } from "node:url";
import * as pulumi from "@pulumi/pulumi";
import * as state from "@pulumi/pulumi/runtime/state.js";
import type { CreatedResource } from "./created-resource.ts";
import { recordResources } from "./record-resources.ts";
import type { SstServer } from "./sst-server.ts";

/** What Pulumi keeps of a process; its types leave it out. */
const { getStore } = state as unknown as {
  getStore(): { readonly leakCandidates: ReadonlySet<Promise<unknown>> };
};

export const ROOT = fileURLToPath(new URL("../../../", import.meta.url)).replace(/\/$/, "");
export const PLATFORM = `${ROOT}/.sst/platform`;

export interface Stage {
  readonly app?: string;
  readonly stage?: string;
  readonly removal?: "remove" | "retain";
  readonly dev?: boolean;
  /** The project's root. @defaultValue this repository */
  readonly root?: string;
}

export interface Deployment {
  readonly resources: readonly CreatedResource[];
  readonly outputs: unknown;
}

let created: CreatedResource[] = [];
let ready: Promise<void> | undefined;

/**
 * Runs a program as `sst deploy` would, by SST's own entry, on a Pulumi whose engine only writes down what it is asked
 * for. One program at a time in a process; stage by stage.
 */
export async function deploy(
  server: SstServer,
  stage: Stage,
  program: () => Promise<unknown> | unknown,
): Promise<Deployment> {
  return recorded(server, stage, async () => {
    const { run } = (await import(`${PLATFORM}/src/auto/run.ts`)) as {
      run(program: () => Promise<unknown>): Promise<Record<string, unknown>>;
    };
    return run(async () => await program());
  });
}

/** Writes down what is asked for by whatever starts, and all that follows from it. */
export async function recorded(
  server: SstServer,
  stage: Stage,
  start: () => Promise<pulumi.Inputs>,
): Promise<Deployment> {
  process.env["SST_SERVER"] = server.url;
  setStage(stage);
  ready ??= prepare();
  await ready;
  created = [];
  const failures: unknown[] = [];
  const onFailure = (error: unknown): void => void failures.push(error);
  process.on("unhandledRejection", onFailure);
  try {
    const outputs = await pulumi.runtime.runInPulumiStack(start);
    await quiet(server, failures);
    if (failures.length > 0) throw failures[0];
    return { resources: created, outputs };
  } finally {
    process.off("unhandledRejection", onFailure);
    forgetStack();
  }
}

function setStage({
  app = "shop",
  stage = "test",
  removal = "remove",
  dev = false,
  root = ROOT,
}: Stage): void {
  Object.assign(globalThis, {
    $app: { name: app, stage, removal, protect: false, providers: { aws: {} } },
    $dev: dev,
    $cli: {
      command: dev ? "dev" : "deploy",
      rpc: "",
      paths: { home: root, root, work: `${ROOT}/.sst`, platform: PLATFORM },
      state: { version: {} },
      env: {},
    },
  });
}

/** The globals that SST's bundler gives to a program. */
async function prepare(): Promise<void> {
  await recordResources((resource) => created.push(resource));
  const aws = await import("@pulumi/aws");
  Object.assign(globalThis, { $util: pulumi, aws });
  Object.assign(globalThis, await import(`${PLATFORM}/src/shim/run.js`));
  Object.assign(globalThis, { sst: await import(`${PLATFORM}/src/components/index.ts`) });
}

/** A process has one stack; the next program gets a new one, without the transformations that SST registered. */
function forgetStack(): void {
  Object.assign(getStore(), { stackResource: undefined });
}

const QUIET_ROUNDS = 20;

/**
 * Resources are made inside of outputs, some after a call of the `sst` command: waits until Pulumi expects none of its
 * promises, no call waits, and nothing was made for some turns of the event loop.
 */
async function quiet(server: SstServer, failures: readonly unknown[]): Promise<void> {
  let rounds = 0;
  let before = -1;
  while (rounds < QUIET_ROUNDS && failures.length === 0) {
    await new Promise((resolve) => setImmediate(resolve));
    const expected = getStore().leakCandidates.size;
    const busy = expected > 0 || server.waiting() > 0 || created.length !== before;
    before = created.length;
    rounds = busy ? 0 : rounds + 1;
  }
}
