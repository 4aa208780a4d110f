import type { Duration } from "../duration.ts";

/** Of all requests with one key, at most one is queued or running. */
export interface UniqueOptions<Wire> {
  /**
   * Names what must not be done twice at once, from what was given to `enqueue`: 1 to 512 characters. Requests of other
   * tasks with the same key do not meet.
   */
  readonly key: (input: Wire) => string;
  /**
   * How long a request is held to be under way at most, from when it may start; let it exceed the longest life of a
   * task, its time in the queue and its retries included. At most 45 days. @defaultValue "7d"
   */
  readonly window?: Duration;
  /**
   * What an enqueue answers while another request of its key is under way: that one's handle, `joined`, or an error
   * `already-enqueued`. @defaultValue "join"
   */
  readonly onRepeat?: "join" | "reject";
}

/** `UniqueOptions` with every default filled in. */
export interface ResolvedUnique {
  readonly key: (input: unknown) => unknown;
  readonly windowMs: number;
  readonly onRepeat: "join" | "reject";
}
