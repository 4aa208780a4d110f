import type { Random } from "@celeriac/core";
import type { Kernel } from "./kernel.ts";
import { wholeBetween } from "./simulated-network.ts";
import type { SimulatedProcess } from "./simulated-process.ts";

/** A container: its process, and how it takes SIGTERM. */
export interface Container {
  readonly process: SimulatedProcess;
  /** SIGTERM, entered by the process; resolves when the process would exit by itself. `now`: it came a second time. */
  terminate(now: boolean): Promise<void>;
}

export interface ServiceOptions {
  readonly kernel: Kernel;
  readonly name: string;
  readonly count: number;
  /** From SIGTERM to SIGKILL, ms. */
  readonly stopTimeoutMs: number;
  /** Starts a container. */
  readonly boot: (name: string) => Container;
}

/** An ECS service: keeps its containers running, and replaces them. */
export interface SimulatedService {
  start(): void;
  /** Replaces one container, as a deployment or a scale-in does: SIGTERM, then SIGKILL after the deadline. */
  replaceOne(): void;
  /** Replaces all of them. */
  deploy(): void;
}

const LONGEST_BOOT_MS = 400;

/** Creates a service. */
export function createService(options: ServiceOptions): SimulatedService {
  const { kernel, name, count, stopTimeoutMs, boot } = options;
  const random: Random = kernel.random(`service ${name}`);
  const running = new Map<number, Container>();
  let lives = 0;

  function startIn(place: number): void {
    lives += 1;
    const container = boot(`${name}-${place}/${lives}`);
    running.set(place, container);
    container.process.onCrash(() => {
      running.delete(place);
      kernel.clock.timer(wholeBetween(random, 10, LONGEST_BOOT_MS), () => startIn(place));
    });
  }

  function replace(container: Container): void {
    const { process } = container;
    kernel.note("SIGTERM", process.name);
    const cancelKill = kernel.clock.timer(stopTimeoutMs, () => process.crash("SIGKILL"));
    const twice = random.next() < 0.2 ? wholeBetween(random, 1, stopTimeoutMs) : undefined;
    process.enter(() => {
      void container.terminate(false).then(() => {
        cancelKill();
        process.crash("exit");
      });
    });
    if (twice === undefined) return;
    kernel.clock.timer(twice, () => process.enter(() => void container.terminate(true)));
  }

  return {
    start: () => {
      for (let place = 0; place < count; place += 1) startIn(place);
    },
    replaceOne: () => {
      const container = running.get(wholeBetween(random, 0, count - 1));
      if (container !== undefined) replace(container);
    },
    deploy: () => {
      for (const container of [...running.values()]) replace(container);
    },
  };
}
