import type { Client } from "@celeriac/client";
import type { SimulatedProcess } from "@celeriac/testing/models";
import type { World } from "./world.ts";

/** Something that a client wants done, however often it crashes or is refused. */
export interface Errand {
  /** Virtual ms from the start. */
  readonly at: number;
  /** Done once it resolves; else it is tried again. */
  readonly run: (client: Client, process: SimulatedProcess) => Promise<void>;
  /** Whether a crash or an error ends it. @defaultValue false */
  readonly givesUp?: boolean;
}

/** A client that runs errands in a process which may die: the next one takes over what is not done. */
export interface Errands {
  add(errand: Errand): void;
  /** How many are not done. */
  readonly open: number;
}

const AGAIN_MS = 700;

/** Starts a client for errands. */
export function startErrands(world: World, name: string): Errands {
  return new Runner(world, name);
}

class Runner implements Errands {
  readonly #world: World;
  readonly #name: string;
  readonly #begun = new Set<Errand>();
  #process: SimulatedProcess;
  #client: Client;
  #lives = 1;
  open = 0;

  constructor(world: World, name: string) {
    this.#world = world;
    this.#name = name;
    this.#process = this.#boot();
    this.#client = world.client(this.#process);
  }

  add(errand: Errand): void {
    const { kernel } = this.#world;
    this.open += 1;
    kernel.clock.timer(errand.at, () => {
      this.#begun.add(errand);
      this.#run(errand);
    });
  }

  #boot(): SimulatedProcess {
    const process = this.#world.boot(`${this.#name}/${this.#lives}`);
    process.onCrash(() => {
      this.#world.kernel.clock.timer(AGAIN_MS, () => this.#reboot());
    });
    return process;
  }

  #reboot(): void {
    this.#lives += 1;
    this.#process = this.#boot();
    this.#client = this.#world.client(this.#process);
    for (const errand of [...this.#begun]) {
      if (errand.givesUp === true) this.#end(errand);
      else this.#run(errand);
    }
  }

  #run(errand: Errand): void {
    const process = this.#process;
    process.enter(() => {
      errand.run(this.#client, process).then(
        () => {
          if (process.alive) this.#end(errand);
        },
        () => {
          if (!process.alive) return;
          if (errand.givesUp === true) this.#end(errand);
          else process.clock.timer(AGAIN_MS, () => this.#run(errand));
        },
      );
    });
  }

  #end(errand: Errand): void {
    if (this.#begun.delete(errand)) this.open -= 1;
  }
}
