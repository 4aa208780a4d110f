import { defineApp, defineTask, fargate, lambda } from "celeriac";
import { z } from "zod";

const input = z.object({ filler: z.string(), fails: z.int().default(0), result: z.int() });
const answer = (length: number): string => "r".repeat(Math.max(0, length - 2));

const common = {
  input,
  output: z.string(),
  retry: { maxRetries: 3, backoff: "1s", jitter: "none" },
  run: (given: z.output<typeof input>, { attempt }: { readonly attempt: number }): string => {
    if (attempt <= given.fails)
      throw new RangeError("the record store has no shelf of that number");
    return answer(given.result);
  },
} as const;

/** A task of each kind that costs something else. */
export const plain = defineTask({ ...common, name: "kinds.plain" });
export const untracked = defineTask({ ...common, name: "kinds.untracked", ignoreResult: true });
export const unique = defineTask({
  ...common,
  name: "kinds.unique",
  unique: { key: ({ filler }) => filler },
});
export const idempotent = defineTask({
  ...common,
  name: "kinds.idempotent",
  idempotency: { key: ({ filler }) => filler, window: "1d" },
});

export const app = defineApp({
  name: "kinds",
  tasks: [plain, untracked, unique, idempotent],
  queues: { default: fargate({ concurrency: 100 }), fn: lambda({ batch: 10 }) },
  searchableTags: ["customer", "order"],
});
