import { posix } from "node:path";
import { HEALTH_CHECK, HEALTH_PORT, type HealthCheck } from "./health-check.ts";

/** Celeriac's Dockerfile, from the build context. */
export const OWN_DOCKERFILE = "node_modules/celeriac/docker/Dockerfile";

/** The build argument that names the entry. */
export const ENTRY_ARGUMENT = "ENTRY";

/** How a worker's image is built. */
export interface WorkerImageOptions {
  /** The file that calls `runWorker`, from the project's root. */
  readonly entry: string;
  /** The folder that the build sees, from the project's root. @defaultValue "." */
  readonly context?: string | undefined;
  /** From the context. @defaultValue Celeriac's own, where it is installed */
  readonly dockerfile?: string | undefined;
  /** Further build arguments: `EXTERNAL`, `NODE_IMAGE`. */
  readonly args?: Readonly<Record<string, string>> | undefined;
}

/** What SST's `Service` takes for a worker. */
export interface WorkerImage {
  readonly image: {
    readonly context: string;
    readonly dockerfile: string;
    readonly args: Readonly<Record<string, string>>;
  };
  readonly health: HealthCheck;
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * Says how a worker's image is built and asked for its health. An image that was built elsewhere needs `health` and
 * `environment` too. Nothing is read: `checkWorkerImage` tells whether it can work.
 */
export function workerImage(options: WorkerImageOptions): WorkerImage {
  const { context = ".", dockerfile = OWN_DOCKERFILE, args } = options;
  const entry = entryInContext(options);
  return {
    image: { context, dockerfile, args: { ...args, [ENTRY_ARGUMENT]: entry } },
    health: HEALTH_CHECK,
    environment: { CELERIAC_HEALTH_PORT: String(HEALTH_PORT) },
  };
}

/** The entry as the build sees it; it begins with `..` when it lies outside of the context. */
export function entryInContext({ context = ".", entry }: WorkerImageOptions): string {
  return posix.relative(posix.join("/", context), posix.join("/", entry));
}
