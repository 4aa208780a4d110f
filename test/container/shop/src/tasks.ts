import { defineTask } from "celeriac";
import { z } from "zod";

/** Answers where and as whom it runs. */
export const describe = defineTask({
  name: "describe",
  output: z.object({
    uid: z.number(),
    pid: z.number(),
    entry: z.string(),
    greeting: z.string(),
    stamp: z.string(),
    /** What the user may write, of the image's paths. */
    writable: z.array(z.string()),
    secrets: z.array(z.string()),
  }),
});
/** Throws, for its stack. */
export const fail = defineTask({ name: "fail", retry: { maxRetries: 0 } });
/** Runs until an address answers. */
export const linger = defineTask({ name: "linger", input: z.url(), output: z.string() });
/** Takes its process along until its last attempt, and answers which process that was given. */
export const fatal = defineTask({
  name: "fatal",
  output: z.object({ attempt: z.number(), pid: z.number(), entry: z.string() }),
  retry: { maxRetries: 0 },
});
