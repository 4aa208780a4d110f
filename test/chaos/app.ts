import { type App, defineApp, fargate, lambda } from "celeriac";
import { kinds } from "./tasks.ts";

/** How long a worker may go unheard, ms; another may take its tasks 5 s later. */
export const LEASE_MS = 3000;

/** Short leases and timeouts: what a killed process held comes back within seconds. */
export const app: App = defineApp({
  name: "chaos",
  tasks: Object.values(kinds).flatMap(({ lambda: onLambda, worker }) => [onLambda, worker]),
  queues: {
    default: lambda({ timeout: "3s", batch: 5, maxConcurrency: 3, memory: "128 MB" }),
    worker: fargate({ concurrency: 10, lease: "3s", drain: "2s" }),
  },
  routes: { "*.worker": "worker" },
});
