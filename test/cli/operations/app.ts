import { type App, defineApp, defineTask, fargate, lambda, type TaskDefinition } from "celeriac";
import { z } from "zod";

interface Sum {
  readonly sum: number;
}

/** Fails for a negative sum, at once and for good. */
export const pay: TaskDefinition<
  "pay",
  Sum,
  Sum,
  { readonly paid: number },
  { readonly paid: number }
> = defineTask({
  name: "pay",
  input: z.object({ sum: z.number() }),
  output: z.object({ paid: z.number() }),
  retry: { maxRetries: 0 },
  run: ({ sum }) => {
    if (sum < 0) throw new RangeError(`cannot pay ${sum}`);
    return { paid: sum };
  },
});

/** Nobody consumes its queue. */
const later = defineTask({ name: "later", queue: "parked", run: () => undefined });

export const app: App = defineApp({
  name: "till",
  tasks: [pay, later],
  queues: { default: lambda(), parked: fargate() },
});
