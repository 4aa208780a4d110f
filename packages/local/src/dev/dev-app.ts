import { rm } from "node:fs/promises";
import type { Topology } from "@celeriac/core";
import type { DevBundle, DevBundler, DevTarget } from "./dev-bundler.ts";
import type { TellDevEvent } from "./dev-event.ts";
import type { Taken } from "./dev-functions.ts";
import type { DevPlace, DevSite } from "./dev-site.ts";
import type { ReadTopology } from "./read-topology.ts";

export interface DevAppOptions {
  /** What is provisioned at first. */
  readonly topology: Topology;
  readonly place: DevPlace;
  readonly site: Pick<DevSite, "provision">;
  readonly bundler: Pick<DevBundler, "build">;
  /** Reads the topology that a bundle prints. */
  readonly readTopology: (folder: string) => Promise<ReadTopology>;
  /** Give hosts new code; as of `DevFunctions` and `DevWorker`. */
  readonly deployConsumer: (
    topology: Topology,
    folder: string,
    place: DevPlace,
  ) => Promise<readonly Taken[]>;
  readonly deployWorker: (
    topology: Topology,
    folder: string,
    place: DevPlace,
  ) => Promise<readonly Taken[]>;
  readonly tell: TellDevEvent;
}

/** What runs of an app under development, and how it is renewed. */
export interface DevApp {
  readonly place: DevPlace;
  readonly topology: Topology;
  /**
   * Bundles the app as it is saved, provisions what it needs anew, and gives its hosts their new code. Never rejects; one at a
   * time.
   * @param savedAt of `performance.now()`
   */
  renew(savedAt: number): Promise<void>;
}

type Bundles = Readonly<Record<DevTarget, DevBundle>>;

export function createDevApp(options: DevAppOptions): DevApp {
  const { site, tell } = options;
  let { topology, place } = options;
  let running: Partial<Bundles> = {};

  /** Whether the resources changed, or why they could not be read. */
  const provision = async ({ topology: bundle }: Bundles): Promise<boolean> => {
    if (running.topology === undefined || running.topology === bundle) return false;
    const read = await options.readTopology(bundle.folder);
    if (!read.ok) throw new Error(read.reason);
    if (isSame(read.topology, topology)) return false;
    place = await site.provision(read.topology);
    topology = read.topology;
    tell({ kind: "provisioned", queues: topology.queues.map(({ name }) => name) });
    return true;
  };

  const deploy = async (bundles: Bundles, isProvisioned: boolean): Promise<readonly Taken[]> => {
    const { consumer, worker } = bundles;
    const taken = await Promise.all([
      isProvisioned || running.consumer !== consumer
        ? options.deployConsumer(topology, consumer.folder, place)
        : [],
      isProvisioned || running.worker !== worker
        ? options.deployWorker(topology, worker.folder, place)
        : [],
    ]);
    return taken.flat();
  };

  const takeOver = async (bundles: Bundles, savedAt: number): Promise<void> => {
    const isFirst = running.topology === undefined;
    const taken = await deploy(bundles, await provision(bundles));
    const hosts = taken.filter(({ ok }) => ok).map(({ host }) => host);
    const tookMs = performance.now() - savedAt;
    if (!isFirst && hosts.length > 0) tell({ kind: "reloaded", hosts, tookMs });
    for (const each of taken) {
      if (each.ok) continue;
      const { host, reason, kept } = each;
      tell({ kind: "host-failed", host, reason, kept });
    }
    // Else the next save tries again, though the code be the same.
    if (hosts.length < taken.length) running = { topology: bundles.topology };
    else {
      removeOld(running, bundles, taken);
      running = bundles;
    }
  };

  return {
    get place() {
      return place;
    },
    get topology() {
      return topology;
    },
    renew: async (savedAt) => {
      const build = await options.bundler.build();
      try {
        if (!build.ok) throw new Error(build.reason);
        await takeOver(build.bundles, savedAt);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        tell({ kind: "build-failed", reason, kept: running.topology !== undefined });
      }
    },
  };
}

/** A bundle that nothing runs any more goes; a day's saves would fill a disk. */
function removeOld(before: Partial<Bundles>, after: Bundles, taken: readonly Taken[]): void {
  const retired = taken.map((each) => (each.ok ? each.retired : Promise.resolve()));
  const folders = Object.values(before)
    .filter((bundle) => !Object.values(after).includes(bundle))
    .map(({ folder }) => folder);
  void Promise.all(retired).then(() =>
    Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))),
  );
}

/** As JSON has them: one was read from a bundle's output. */
function isSame(one: Topology, other: Topology): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
