import { defineApp, fargate } from "celeriac";
import * as tasks from "./tasks.ts";

export const app = defineApp({
  name: "shop",
  tasks,
  queues: { default: fargate({ concurrency: 4, lease: "3s", drain: "20s" }) },
});
