import type { CancelTimer, Random } from "@celeriac/core";
import { createHeap } from "./heap.ts";

interface Timer {
  readonly at: number;
  readonly run: () => void;
}

/** Timers by instant; those of one instant in the order they were set, or shuffled. */
export interface TimerQueue {
  add(at: number, run: () => void): CancelTimer;
  /** Removes and answers the earliest. */
  take(): Timer | undefined;
  nextAt(): number | undefined;
  size(): number;
}

export function createTimerQueue(ties: Random | undefined): TimerQueue {
  const heap = createHeap<Timer & { readonly tie: number }>(
    (a, b) => a.at < b.at || (a.at === b.at && a.tie < b.tie),
  );
  const cancelled = new Set<object>();
  let set = 0;

  function dropCancelled(): void {
    for (let top = heap.peek(); top !== undefined && cancelled.delete(top); top = heap.peek()) {
      heap.pop();
    }
  }

  return {
    add: (at, run) => {
      set += 1;
      let waiting = true;
      const timer = {
        at,
        tie: ties === undefined ? set : ties.next(),
        run: () => {
          waiting = false;
          run();
        },
      };
      heap.push(timer);
      return () => {
        // A timer that has run is not in the heap: remembering it as cancelled would never be forgotten.
        if (waiting) cancelled.add(timer);
        waiting = false;
      };
    },
    take: () => {
      dropCancelled();
      return heap.pop();
    },
    nextAt: () => {
      dropCancelled();
      return heap.peek()?.at;
    },
    size: () => heap.size() - cancelled.size,
  };
}
