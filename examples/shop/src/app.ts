import { type App, defineApp, fargate } from "celeriac";
import * as tasks from "./tasks.ts";

/** One queue, consumed by a worker beside the server. */
export const app: App = defineApp({
  name: "shop",
  tasks,
  queues: { default: fargate({ concurrency: 20, lease: "15s" }) },
});
