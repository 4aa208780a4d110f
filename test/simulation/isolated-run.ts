import type { Delivery, DeliveryOutcome, Engine } from "@celeriac/engine";
import type { Kernel, SimulatedProcess } from "@celeriac/testing/models";

export interface IsolatedRunOptions {
  readonly kernel: Kernel;
  /** The worker. */
  readonly parent: SimulatedProcess;
  /** Starts the process that runs the one delivery. */
  readonly boot: (name: string) => {
    readonly process: SimulatedProcess;
    readonly engine: Pick<Engine, "deliver">;
  };
}

const BOOT_MS = 300;

/** Runs a delivery in a simulated process of its own, one at a time, as a worker does with a real one. */
export function createIsolatedRun(
  options: IsolatedRunOptions,
): (delivery: Delivery) => Promise<DeliveryOutcome | "no-room"> {
  let runs = 0;
  let busy = false;
  return async (delivery) => {
    if (busy) return "no-room";
    busy = true;
    runs += 1;
    const outcome = await run(options, delivery, `${options.parent.name}/alone-${runs}`);
    busy = false;
    return outcome;
  };
}

function run(
  { kernel, parent, boot }: IsolatedRunOptions,
  delivery: Delivery,
  name: string,
): Promise<DeliveryOutcome> {
  return new Promise((resolve) => {
    const { process: child, engine } = boot(name);
    const shutdown = new AbortController();
    // A child whose worker is gone, or stops, gives its task back.
    const end = (): void => child.enter(() => shutdown.abort());
    parent.onCrash(end);
    delivery.shutdown?.addEventListener("abort", end);
    child.onCrash(() => parent.enter(() => resolve({ acknowledge: false, result: "left" })));
    const agoMs = parent.clock.monotonic() - delivery.receivedAt;
    kernel.clock.timer(BOOT_MS, () => {
      child.enter(() => {
        const receivedAt = child.clock.monotonic() - agoMs;
        void engine
          .deliver({ ...delivery, receivedAt, shutdown: shutdown.signal })
          .then((outcome) => {
            if (!child.alive) return;
            parent.enter(() => resolve(outcome));
            child.crash("exit");
          });
      });
    });
  });
}
