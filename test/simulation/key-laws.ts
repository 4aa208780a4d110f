import type { History, HistoryEntry } from "@celeriac/testing/models";

/** What is promised of tasks that share a key, checked while a history grows. */
export interface KeyLaws {
  readonly violations: readonly string[];
  /** Tells which tasks may stand for each other: those of one task and key. */
  share(taskId: string, name: string, kind: "unique" | "once"): void;
  /** The tasks whose result may be that of this one; `undefined` where it shares no effect. */
  performersOf(taskId: string): readonly string[] | undefined;
}

interface Group {
  readonly kind: "unique" | "once";
  readonly taskIds: string[];
  /** The last state of each, of generation 0: a redriven task does not hold its key any more. */
  readonly running: Map<string, number>;
  result: string | undefined;
}

/** Starts following a history. */
export function createKeyLaws(history: History, now: () => number): KeyLaws {
  const laws = new Laws(now);
  history.follow((entry) => laws.follow(entry));
  return laws;
}

class Laws implements KeyLaws {
  readonly violations: string[] = [];
  readonly #now: () => number;
  readonly #groups = new Map<string, Group>();
  readonly #byTask = new Map<string, Group>();

  constructor(now: () => number) {
    this.#now = now;
  }

  share(taskId: string, name: string, kind: "unique" | "once"): void {
    const group = this.#groups.get(name) ?? {
      kind,
      taskIds: [],
      running: new Map<string, number>(),
      result: undefined,
    };
    this.#groups.set(name, group);
    group.taskIds.push(taskId);
    this.#byTask.set(taskId, group);
  }

  performersOf(taskId: string): readonly string[] | undefined {
    const group = this.#byTask.get(taskId);
    return group?.kind === "once" ? group.taskIds : undefined;
  }

  follow(entry: HistoryEntry): void {
    if (entry.kind !== "written") return;
    const { before, after } = entry;
    const group = this.#byTask.get(after.taskId);
    if (group?.kind === "unique") {
      const begins = after.state === "STARTED" && before?.state !== "STARTED";
      if (begins && after.generation === 0) this.#checkAlone(group, after.taskId);
      if (after.state === "STARTED" && after.generation === 0) {
        group.running.set(after.taskId, after.leaseUntil);
      } else group.running.delete(after.taskId);
    }
    if (group?.kind === "once" && after.state === "SUCCESS" && before?.state !== "SUCCESS") {
      this.#checkResult(group, after.taskId, JSON.stringify(after.result));
    }
  }

  #checkAlone(group: Group, taskId: string): void {
    for (const [other, leaseUntil] of group.running) {
      if (other === taskId || leaseUntil < this.#now()) continue;
      this.violations.push(`unique: ${taskId} started while ${other} was running`);
    }
  }

  #checkResult(group: Group, taskId: string, result: string): void {
    if (group.result !== undefined && group.result !== result) {
      this.violations.push(`G4: ${taskId} performed anew what had happened: ${result}`);
    }
    group.result = result;
  }
}
