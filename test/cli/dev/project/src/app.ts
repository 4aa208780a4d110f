import { type App, defineApp, defineTask, every, fargate, lambda } from "celeriac";
import { z } from "zod";

const input = z.object({ n: z.number() });
const output = z.object({ n: z.number(), version: z.number() });

export const stamp = defineTask({ name: "stamp", input, output });
export const press = defineTask({ name: "press", queue: "studio", input, output });
export const spoil = defineTask({ name: "spoil", retry: { maxRetries: 0 } });
/** They take long enough to be told to end in their midst. */
export const bake = defineTask({ name: "bake" });
export const knead = defineTask({ name: "knead", queue: "studio" });
/** It takes its process with it. */
export const crush = defineTask({ name: "crush", queue: "studio" });
export const sweep = defineTask({ name: "sweep", run: () => undefined });

export const app: App = defineApp({
  name: "shop",
  tasks: [stamp, press, spoil, bake, knead, crush, sweep],
  schedules: { sweep: { task: sweep, schedule: every("1h"), enabled: false } },
  queues: { default: lambda({ timeout: "30s", maxConcurrency: 2 }), studio: fargate({}) },
});
