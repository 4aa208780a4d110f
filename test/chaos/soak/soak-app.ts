import { type AnyTask, type App, defineApp, defineTask, fargate } from "celeriac";
import { z } from "zod";

/** What a worker does all day: most tasks are recorded, some are not, some fail first, some tell how far they are. */

const numbered = z.object({ n: z.number() });

export const recorded = defineTask({ name: "recorded", input: numbered, output: numbered });
export const unrecorded = defineTask({ name: "unrecorded", input: numbered, ignoreResult: true });
export const failingFirst = defineTask({
  name: "failing-first",
  input: numbered,
  retry: { maxRetries: 3, backoff: "1s", jitter: "none" },
});
export const telling = defineTask({ name: "telling", input: numbered, output: numbered });

export const app: App = defineApp({
  name: "soak",
  tasks: [recorded, unrecorded, failingFirst, telling],
  queues: { default: fargate({ concurrency: 100 }) },
});

/** Which task the n-th request is for: of twenty 14 are recorded, 4 are not, one fails first, one tells. */
export function taskOf(n: number): AnyTask {
  const place = n % 20;
  if (place < 14) return recorded;
  if (place < 18) return unrecorded;
  return place === 18 ? failingFirst : telling;
}
