import type { History, HistoryEntry } from "@celeriac/testing/models";

/** What is promised of a schedule's ticks, checked while a history grows. */
export interface TickLaws {
  readonly violations: readonly string[];
  /** Tells that a task is that of a tick. */
  add(taskId: string): void;
}

/** Starts following a history. */
export function createTickLaws(history: History): TickLaws {
  const laws = new Laws();
  history.follow((entry) => laws.follow(entry));
  return laws;
}

class Laws implements TickLaws {
  readonly violations: string[] = [];
  readonly #ticks = new Set<string>();
  /** Attempts that were claimed, by task and generation. */
  readonly #claimed = new Map<string, number>();
  readonly #started = new Map<string, number>();

  add(taskId: string): void {
    this.#ticks.add(taskId);
  }

  follow(entry: HistoryEntry): void {
    if (entry.kind === "written") {
      const { before, after } = entry;
      const isClaim = after.state === "STARTED" && before?.owner !== after.owner;
      if (isClaim) count(this.#claimed, `${after.taskId}#${after.generation}`);
    }
    if (entry.kind !== "started" || !this.#ticks.has(entry.taskId)) return;
    const key = `${entry.taskId}#${entry.generation}`;
    // Two messages of one tick know nothing of each other but the record: an attempt without a claim is a second task.
    if (count(this.#started, key) <= (this.#claimed.get(key) ?? 0)) return;
    this.violations.push(`G10: a tick was started more often than it was claimed (${key})`);
  }
}

function count(counts: Map<string, number>, key: string): number {
  const next = (counts.get(key) ?? 0) + 1;
  counts.set(key, next);
  return next;
}
