import { type App, defineApp, fargate, lambda } from "celeriac";
import * as tasks from "./tasks.ts";

/** Chapters are short work, for Lambda; what takes long or needs native code goes to the studio's worker. */
export const app: App = defineApp({
  name: "novel",
  tasks,
  queues: {
    default: lambda({ memory: "512 MB", timeout: "30s", batch: 10, maxConcurrency: 2 }),
    studio: fargate({ cpu: "0.5 vCPU", memory: "1 GB", concurrency: 4, lease: "6s", drain: "10s" }),
  },
  routes: { "novel.*": "studio", "photo.*": "studio" },
});
