import type { TaskRecord } from "@celeriac/core";
import type { History, HistoryEntry, SeenMessage } from "./history.ts";

/**
 * What the protocol asks of clients and hosts beyond the promises: ways of going wrong that promises alone would show too
 * rarely, or only as waste.
 */
export interface ConductLaws {
  /** What was broken, each once, in the order it was found. */
  readonly violations: readonly string[];
}

export interface ConductLawsOptions {
  readonly history: History;
  /** What lies in queues and dead-letter queues. */
  readonly messages: () => readonly SeenMessage[];
  readonly isDeadLetterQueue: (queue: string) => boolean;
  /** Says whether a task may run without a claim. */
  readonly isUntracked: (taskId: string) => boolean;
}

/** A lease is over for others only so much after its end: clocks differ. */
const SKEW_ALLOWANCE_MS = 5000;

/** 7 days in the queue, 14 in the dead-letter queue, 14 more after a native redrive. */
const LONGEST_MESSAGE_MS = 35 * 86_400_000;

/** Starts following a history. */
export function createConductLaws(options: ConductLawsOptions): ConductLaws {
  const laws = new Laws(options);
  options.history.follow((entry) => laws.follow(entry));
  return laws;
}

class Laws implements ConductLaws {
  readonly #options: ConductLawsOptions;
  readonly #broken = new Set<string>();
  readonly #started = new Set<string>();

  constructor(options: ConductLawsOptions) {
    this.#options = options;
  }

  get violations(): readonly string[] {
    return [...this.#broken];
  }

  follow(entry: HistoryEntry): void {
    switch (entry.kind) {
      case "started":
        this.#checkStart(entry);
        return;
      case "written":
        if (entry.before !== undefined) this.#checkBurial(entry.before, entry.after);
        this.#checkLifetime(entry.after);
        return;
      case "hidden":
        this.#checkWait(entry);
        return;
      case "deleted":
        if (entry.gone) this.#checkUnread(entry.message);
        return;
      default:
        return;
    }
  }

  /** A claim counts its attempt, and is one delivery's: no number runs twice. */
  #checkStart({ taskId, generation, attempt }: HistoryEntry & { readonly kind: "started" }): void {
    if (this.#options.isUntracked(taskId)) return;
    const key = `${taskId}#${generation}#${attempt}`;
    if (this.#started.has(key)) {
      this.#broken.add(`claim: attempt ${attempt} of g${generation} ran twice (${taskId})`);
    }
    this.#started.add(key);
  }

  /** Nobody but its owner ends a live attempt. */
  #checkBurial(before: TaskRecord, after: TaskRecord): void {
    if (before.state !== "STARTED" || before.generation !== after.generation) return;
    const buried = after.state === "EXPIRED" || after.reason === "worker-lost";
    if (!buried || after.updatedAt >= before.leaseUntil + SKEW_ALLOWANCE_MS) return;
    this.#broken.add(`lease: a live attempt was declared ${after.state} (${after.taskId})`);
  }

  /** A record that is gone before its last message lets that run again. */
  #checkLifetime({ taskId, updatedAt, removeAfter }: TaskRecord): void {
    if (removeAfter - updatedAt > LONGEST_MESSAGE_MS) return;
    this.#broken.add(`records: one may be dropped before its last message (${taskId})`);
  }

  /** 0 would be a hot loop that eats the receive count. What looks into a dead-letter queue may show it again at once. */
  #checkWait({ queue, message, seconds, call }: HistoryEntry & { readonly kind: "hidden" }): void {
    if (seconds > 0 || call === undefined || this.#options.isDeadLetterQueue(queue)) return;
    this.#broken.add(`waiting: a message was put back for 0 s (${message?.taskId ?? queue})`);
  }

  /** What no host could read is not anybody's to drop. */
  #checkUnread({ taskId, body }: SeenMessage): void {
    if (taskId !== undefined) return;
    if (this.#options.messages().some((message) => message.body === body)) return;
    this.#broken.add(`G9: the last copy of a message that nobody could read was deleted (${body})`);
  }
}
