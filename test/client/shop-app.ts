import { type App, defineApp, defineTask, fargate, lambda } from "@celeriac/core";
import { z } from "zod";

/** A task whose schemas transform: what travels differs from what either side gets. */
export const add = defineTask({
  name: "math.add",
  input: z.object({ a: z.coerce.number<string>(), b: z.number().default(1) }),
  output: z.object({ sum: z.number().transform((sum) => `=${sum}`) }),
});

/** Any JSON in, anything out. */
export const echo = defineTask({ name: "text.echo", input: z.any() });

/** No input at all. */
export const tick = defineTask({ name: "time.tick" });

/** Asks before it takes an input. */
export const slow = defineTask({
  name: "text.slow",
  input: z.string().refine(async (text) => text !== "refused", "is refused"),
});

export const untracked = defineTask({ name: "log.line", input: z.any(), ignoreResult: true });

export const limited = defineTask({ name: "video.cut", queue: "video", softTimeLimit: "20m" });

/** The tests' app: a Lambda queue and a worker's. */
export const app: App = defineApp({
  name: "shop",
  tasks: [add, echo, tick, slow, untracked, limited],
  queues: { default: lambda({ timeout: "60s" }), video: fargate() },
});
