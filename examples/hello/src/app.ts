import { defineApp, defineTask } from "celeriac";
import { z } from "zod";

export const greet = defineTask({
  name: "greet",
  input: z.object({ name: z.string() }),
  output: z.object({ greeting: z.string() }),
  retry: { maxRetries: 5, backoff: "2s" },
  run: ({ name }, ctx) => ({ greeting: `Hello, ${name}, at attempt ${ctx.attempt}!` }),
});

export const app = defineApp({ name: "hello", tasks: [greet] });
