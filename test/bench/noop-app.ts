import { defineApp, defineTask, fargate, lambda } from "celeriac";
import { z } from "zod";

/** The cheapest tasks there are: what is measured is the library. */
export const tracked = defineTask({
  name: "noop.tracked",
  input: z.object({ n: z.number() }),
  output: z.number(),
  run: ({ n }) => n,
});
export const untracked = defineTask({
  name: "noop.untracked",
  ignoreResult: true,
  input: z.object({ n: z.number() }),
  run: () => undefined,
});
export const app = defineApp({
  name: "bench",
  tasks: [tracked, untracked],
  queues: { default: fargate({ concurrency: 200 }), fn: lambda() },
});
