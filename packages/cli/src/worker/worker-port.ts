import type { App } from "@celeriac/core";

/** What a worker of the command line runs. */
export interface WorkerRun {
  readonly app: App;
  /** The module that calls `runWorker`, by its absolute path. `undefined`: all that it runs is in the app. */
  readonly entry: string | undefined;
  /** `undefined`: what the environment says, else all that the app has for workers. */
  readonly queues: readonly string[] | undefined;
  /** Tasks at a time of each queue. `undefined`: what the environment says, else each queue. */
  readonly concurrency: number | undefined;
}

/** @throws {CeleriacError} when it cannot start: `missing-handler`, `missing-resource`, `invalid-options`. */
export type RunWorker = (run: WorkerRun) => Promise<void>;
