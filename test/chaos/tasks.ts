import { defineTask } from "celeriac";
import { z } from "zod";

/** The tasks of the chaos runs: each kind on both hosts. A result names the task that it was computed for. */

/** Many attempts: what is killed again and again must still end well. */
const retry = { maxRetries: 8, backoff: "1s", maxBackoff: "2s" } as const;
const numbered = z.object({ n: z.number() });
const signed = z.object({ of: z.string() });

const onBoth = <Definition>(define: (host: Host) => Definition): Record<Host, Definition> => ({
  lambda: define("lambda"),
  worker: define("worker"),
});

export type Host = "lambda" | "worker";

/** Works for a few milliseconds. */
export const plain = onBoth((host) =>
  defineTask({ name: `plain.${host}`, input: numbered, output: signed, retry }),
);
/** Throws at its first two attempts. */
export const flaky = onBoth((host) =>
  defineTask({ name: `flaky.${host}`, input: numbered, output: signed, retry }),
);
/** Works for a second and tells how far it is. */
export const slow = onBoth((host) =>
  defineTask({ name: `slow.${host}`, input: numbered, output: signed, retry }),
);
/** Enqueues two of `plain`. */
export const parent = onBoth((host) =>
  defineTask({ name: `parent.${host}`, input: numbered, output: signed, retry }),
);
/** Can never work, unless it is redriven. */
export const rejected = onBoth((host) =>
  defineTask({ name: `rejected.${host}`, input: numbered, output: signed, retry }),
);
/** Too large to travel: its input and its result lie in S3. */
export const large = onBoth((host) =>
  defineTask({
    name: `large.${host}`,
    input: z.object({ n: z.number(), text: z.string() }),
    output: z.object({ of: z.string(), text: z.string() }),
    retry,
  }),
);
/** Keeps no result. */
export const quiet = onBoth((host) =>
  defineTask({ name: `quiet.${host}`, input: numbered, ignoreResult: true, retry }),
);
/** At its first attempt ends its process. */
export const exiting = onBoth((host) =>
  defineTask({ name: `exiting.${host}`, input: numbered, output: signed, retry }),
);
/** At its first attempt blocks the event loop for longer than a lease. */
export const blocking = onBoth((host) =>
  defineTask({ name: `blocking.${host}`, input: numbered, output: signed, retry }),
);
/** At its first attempt takes all the memory that there is. */
export const hungry = onBoth((host) =>
  defineTask({ name: `hungry.${host}`, input: numbered, output: signed, retry }),
);

/** At its first attempt is revoked while it runs, and takes its process with it before it could take note. */
export const doomed = onBoth((host) =>
  defineTask({ name: `doomed.${host}`, input: numbered, output: signed, retry }),
);

export const kinds = {
  plain,
  flaky,
  slow,
  parent,
  rejected,
  large,
  quiet,
  exiting,
  blocking,
  hungry,
  doomed,
} as const;

export type Kind = keyof typeof kinds;
