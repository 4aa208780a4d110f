/** How a move of messages is doing, by what SQS approximates. */
export interface MoveProgress {
  readonly state: "running" | "cancelling" | "completed" | "cancelled" | "failed";
  readonly moved: number;
  /** How many there were to move when it began; `undefined` where that is not told. */
  readonly toMove: number | undefined;
  /** Where it moves to; `undefined` where that is not told. */
  readonly to: string | undefined;
  /** Why it failed, in SQS's words. */
  readonly failure: string | undefined;
}

/** The newest move from a queue. `none`: there was none; `unsupported`: this SQS knows no moves. */
export type MoveAnswer =
  | { readonly kind: "move"; readonly progress: MoveProgress }
  | { readonly kind: "none" }
  | { readonly kind: "unsupported" };

/**
 * Has SQS itself move messages from one queue to another: StartMessageMoveTask. Nothing is chosen, changed or looked at;
 * ids and ages start anew. One move from a queue at a time. The queues are logical names.
 */
export interface MessageMover {
  /**
   * Starts a move of all that lies there. The destination is always named: SQS refuses to send back "to the source" what
   * was sent to a dead-letter queue instead of moved there.
   * @param perSecond at most so many a second, 1 to 500; `undefined`: as SQS likes.
   * @throws {CeleriacError} when it is not known to have started, one runs already, or nothing may move from there.
   */
  start(
    from: string,
    to: string,
    perSecond: number | undefined,
  ): Promise<"started" | "unsupported">;
  /** @throws {CeleriacError} when SQS could not be asked. */
  newest(from: string): Promise<MoveAnswer>;
  /** Ends the move under way; what was moved stays moved. Without one it is done. @throws {CeleriacError} */
  cancel(from: string): Promise<void>;
}
