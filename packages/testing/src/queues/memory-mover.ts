import { CeleriacError, type Clock, type MessageMover, type MoveProgress } from "@celeriac/core";
import type { MemoryQueues } from "./memory-queues.ts";

export interface MemoryMoverOptions {
  readonly queues: Pick<MemoryQueues, "redrive" | "depth">;
  readonly clock: Clock;
}

const STEP_MS = 1000;
/** SQS moves at most so many a second. */
const FASTEST = 500;

/**
 * Creates SQS's move tasks in memory, on queues in memory: one at a time from a queue, at a rate, of what is visible; it
 * ends when nothing is.
 */
export function createMemoryMover({ queues, clock }: MemoryMoverOptions): MessageMover {
  const moves = new Map<string, MoveProgress>();

  const step = (from: string, to: string, perSecond: number): void => {
    const move = moves.get(from);
    if (move?.state !== "running") {
      if (move?.state === "cancelling") moves.set(from, { ...move, state: "cancelled" });
      return;
    }
    const moved = move.moved + queues.redrive(from, to, perSecond);
    const isOver = queues.depth(from).visible === 0;
    moves.set(from, { ...move, moved, state: isOver ? "completed" : "running" });
    if (!isOver) clock.timer(STEP_MS, () => step(from, to, perSecond));
  };

  return {
    start: async (from, to, perSecond = FASTEST) => {
      const { state } = moves.get(from) ?? {};
      if (state === "running" || state === "cancelling") throw runsAlready(from);
      // Throws for a queue that is not there.
      queues.depth(to);
      const toMove = queues.depth(from).visible;
      moves.set(from, { state: "running", moved: 0, toMove, to, failure: undefined });
      clock.timer(STEP_MS, () => step(from, to, perSecond));
      return "started";
    },
    newest: async (from) => {
      const progress = moves.get(from);
      return progress === undefined ? { kind: "none" } : { kind: "move", progress };
    },
    cancel: async (from) => {
      const move = moves.get(from);
      if (move?.state === "running") moves.set(from, { ...move, state: "cancelling" });
    },
  };
}

function runsAlready(queue: string): CeleriacError {
  return new CeleriacError("refused", `a move from ${queue} runs already`, { retryable: true });
}
