import { rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Topology } from "@celeriac/core";
import { embeddedPackages } from "../install/embedded-packages.ts";
import { requirePackages } from "../install/require-packages.ts";
import { prepareFunctions } from "../lambda/prepare-functions.ts";
import { type ChildKeeper, createChildKeeper } from "../process/child-keeper.ts";
import type { EmbeddedSchedule } from "../scheduler/scheduler-server.ts";
import { createDevApp } from "./dev-app.ts";
import { createDevBundler, ENTRIES } from "./dev-bundler.ts";
import { type DevSources, writeDevEntries } from "./dev-entries.ts";
import type { TellDevEvent } from "./dev-event.ts";
import { createDevFunctions } from "./dev-functions.ts";
import { type DevPlace, type DevSite, siteAtEndpoint, startEmbeddedSite } from "./dev-site.ts";
import { createDevWorker } from "./dev-worker.ts";
import { hostEnvironment } from "./host-environment.ts";
import { readTopology } from "./read-topology.ts";
import { renewOnSave } from "./renew-on-save.ts";

export interface DevSystemOptions {
  /** What to provision at first. */
  readonly topology: Topology;
  /** The project's folder. Absolute. */
  readonly directory: string;
  /** Where its bundles go and, if they are kept, its data. Absolute. */
  readonly stateFolder: string;
  readonly sources: DevSources;
  /** Whether queues, records and schedules outlive the system. */
  readonly keep: boolean;
  /** An emulator that runs already, such as LocalStack. @defaultValue the embedded AWS */
  readonly endpoint: string | undefined;
  /** What the app's code shall find in its environment. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** How long invocations under way may take at the stop, ms. */
  readonly drainMs: number;
  /** Whether build errors are coloured. */
  readonly colors: boolean;
  readonly tell: TellDevEvent;
}

/** An app's whole system on one machine, whose hosts take new code when it is saved. */
export interface DevSystem {
  /** Where everything is, as of now. */
  readonly place: DevPlace;
  readonly topology: Topology;
  /** Those that wait; none where an emulator that runs elsewhere has them. */
  schedules(): readonly EmbeddedSchedule[];
  /** Removes this file, too, when this process ends, however it ends. */
  removeAtEnd(file: string): void;
  /** Hosts receive nothing more and drain; then all is taken down. Called again, it answers the same promise. */
  stop(): Promise<void>;
}

/**
 * Brings up emulators, Lambda consumers and the worker of an app, and renews the hosts whenever a source of theirs is saved.
 * Code that cannot be bundled or loaded is told of, and what ran before goes on; messages wait where nothing ran.
 * @throws {CeleriacError} `missing-package`, `emulator-failed`.
 */
export async function startDevSystem(options: DevSystemOptions): Promise<DevSystem> {
  // All at once: whoever lacks one lacks most.
  requirePackages([...(options.endpoint === undefined ? embeddedPackages({}) : []), "esbuild"]);
  const keeper = createChildKeeper();
  try {
    const site = await startSite(options, keeper);
    return await bringUp(options, keeper, site).catch(async (error: unknown) => {
      await site.stop();
      throw error;
    });
  } catch (error) {
    await keeper.stop();
    throw error;
  }
}

async function startSite(options: DevSystemOptions, keeper: ChildKeeper): Promise<DevSite> {
  const { endpoint, keep, stateFolder, topology, tell } = options;
  if (endpoint !== undefined) return siteAtEndpoint(endpoint, keep);
  return startEmbeddedSite({
    topology,
    dataDir: keep ? join(stateFolder, "data") : undefined,
    keeper,
    onLog: (line) => tell({ kind: "line", ...line }),
  });
}

async function bringUp(
  options: DevSystemOptions,
  keeper: ChildKeeper,
  site: DevSite,
): Promise<DevSystem> {
  const { directory, tell, topology } = options;
  const folder = join(options.stateFolder, "build");
  await rm(folder, { recursive: true, force: true });
  const entries = writeDevEntries(join(folder, ENTRIES), options.sources);
  const bundler = await createDevBundler({
    ...{ directory, folder, entries, colors: options.colors },
    appFolder: dirname(options.sources.app.path),
  });
  const hosts = await createHosts(options, keeper, entries.handlerName);
  const app = createDevApp({
    topology,
    place: await site.provision(topology),
    site,
    bundler,
    readTopology: (bundle) => readTopology(bundle, hosts.environment, keeper),
    ...hosts,
    tell,
  });
  const renewal = await renewOnSave(app, bundler);
  const takeDown = async (): Promise<void> => {
    await renewal.stop();
    await hosts.stop(site);
    await bundler.dispose();
    await site.stop();
    await keeper.stop();
  };
  let stopped: Promise<void> | undefined;
  return {
    get place() {
      return app.place;
    },
    get topology() {
      return app.topology;
    },
    schedules: () => site.schedules(),
    removeAtEnd: (file) => keeper.removeAtEnd(file),
    stop: () => {
      stopped ??= takeDown();
      return stopped;
    },
  };
}

interface Hosts
  extends Pick<Parameters<typeof createDevApp>[0], "deployConsumer" | "deployWorker"> {
  readonly environment: Readonly<Record<string, string>>;
  stop(site: DevSite): Promise<void>;
}

async function createHosts(
  { topology, environment: given, directory, drainMs, endpoint, tell }: DevSystemOptions,
  keeper: ChildKeeper,
  handlerName: string,
): Promise<Hosts> {
  const environment = hostEnvironment(given);
  const { runtimeClient } = await prepareFunctions(topology, {}, keeper);
  const functions = createDevFunctions({
    keeper,
    runtimeClient,
    environment,
    onLog: (line) => tell({ kind: "line", ...line }),
  });
  const worker = createDevWorker({
    keeper,
    directory,
    onLine: (line) => tell({ kind: "line", source: "worker", line }),
    onEnd: (how, startsAgain) => tell({ kind: "worker-ended", how, startsAgain }),
  });
  return {
    environment,
    deployConsumer: (wanted, folder, place) =>
      functions.deploy(wanted, { folder, handlerName }, place),
    deployWorker: async ({ queues }, folder, place) => {
      if (!queues.some(({ consumer }) => consumer.kind === "fargate")) {
        worker.drop();
        return [];
      }
      return [await worker.deploy(folder, { ...environment, ...place.environment })];
    },
    stop: async (site) => {
      const isElsewhere = endpoint !== undefined;
      await Promise.all([
        worker.stop(),
        functions.stop(drainMs, () => site.endLongPolls(), isElsewhere),
      ]);
    },
  };
}
