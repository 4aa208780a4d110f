/** How many messages a queue holds, as SQS approximates it (exact about a minute after traffic has ended). */
export interface QueueDepth {
  /** Ready to be received. */
  readonly visible: number;
  /** Received, not yet deleted. */
  readonly inFlight: number;
  /** Sent with a delay that has not passed. */
  readonly delayed: number;
}

/** How old a queue's oldest message is. `unknown`: there may be one, and `why` says why nobody can tell. */
export type OldestAge =
  | { readonly kind: "age"; readonly ms: number }
  | { readonly kind: "unknown"; readonly why: string };

/** What people, and no task, do to whole queues. The queues are logical names, dead-letter queues among them. */
export interface QueueOperator {
  /** @throws {CeleriacError} when SQS could not be asked. */
  depth(queue: string): Promise<QueueDepth>;
  /** Of the messages that were not deleted; a minute or more behind. Never throws. */
  oldestAge(queue: string): Promise<OldestAge>;
  /**
   * Deletes every message of a queue, for good; takes up to a minute, and may take what is sent meanwhile as well.
   * `too-soon`: SQS purges a queue once in 60 seconds, and has done so in these.
   * @throws {CeleriacError} when it is not known to have been done.
   */
  purge(queue: string): Promise<"purged" | "too-soon">;
}
