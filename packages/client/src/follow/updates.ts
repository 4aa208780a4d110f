import type { TaskOutcome } from "@celeriac/core";
import type { FollowedTask } from "./followed-task.ts";
import { pollOutcomes } from "./poll.ts";
import type { WaitLimits } from "./wait-limits.ts";

/** Yields an outcome each time something has changed that a follower can see, and the final one last. */
export function updatesOf<Result>(
  followed: FollowedTask,
  limits: WaitLimits,
): AsyncIterableIterator<TaskOutcome<Result>> {
  const left = new AbortController();
  const signal =
    limits.signal === undefined ? left.signal : AbortSignal.any([limits.signal, left.signal]);
  const changes = changesOf(pollOutcomes<Result>(followed, { ...limits, signal }), left.signal);
  const updates: AsyncIterableIterator<TaskOutcome<Result>> = {
    next: () => changes.next(),
    // A generator that waits for its next value would take no return before that comes.
    return: () => {
      left.abort();
      return changes.return();
    },
    throw: (error: unknown) => {
      left.abort();
      return changes.throw(error);
    },
    [Symbol.asyncIterator]: () => updates,
  };
  return updates;
}

async function* changesOf<Result>(
  outcomes: AsyncIterable<TaskOutcome<Result>>,
  left: AbortSignal,
): AsyncGenerator<TaskOutcome<Result>, void, undefined> {
  let last: string | undefined;
  try {
    for await (const outcome of outcomes) {
      const seen = visiblePart(outcome);
      if (seen === last) continue;
      last = seen;
      yield outcome;
    }
  } catch (error) {
    // Whoever has left is told nothing more.
    if (!left.aborted) throw error;
  }
}

function visiblePart(outcome: TaskOutcome<unknown>): string {
  const { state, generation, attempts, revokeRequested, progress } = outcome;
  return JSON.stringify([state, generation, attempts, revokeRequested, progress]);
}
