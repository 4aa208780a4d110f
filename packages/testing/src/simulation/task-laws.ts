import type { TaskRecord } from "@celeriac/core";
import type { History, HistoryEntry, PromisedTask, SeenMessage } from "./history.ts";
import { createBodyReader } from "./seen-message.ts";

/**
 * The promises of the delivery protocol, checked while a history grows. None of it asks the product: what is final, legal
 * or owed is written down here once more.
 */
export interface TaskLaws {
  /** What was broken, each once, in the order it was found. */
  readonly violations: readonly string[];
  /** What must hold once nothing is left to do. */
  checkEnd(): void;
}

export interface TaskLawsOptions {
  readonly history: History;
  /** What lies in queues and dead-letter queues. */
  readonly messages: () => readonly SeenMessage[];
  readonly record: (taskId: string) => TaskRecord | undefined;
  /** True for the dead-letter queue of a queue. */
  readonly isDeadLetterQueue: (queue: string) => boolean;
  /** Says whether a task keeps no record of success. */
  readonly isUntracked: (taskId: string) => boolean;
  /**
   * The tasks of whose runs, in whatever generation, one may stand for this task: those of its idempotency key, itself
   * among them. `undefined`: it has none, and every success is a run of its own.
   */
  readonly performersOf?: (taskId: string) => readonly string[] | undefined;
  /** Told each violation in the instant in which it happens. */
  readonly onViolation?: (violation: string) => void;
}

/** Starts following a history. */
export function createTaskLaws(options: TaskLawsOptions): TaskLaws {
  const laws = new Laws(options);
  options.history.follow((entry) => laws.follow(entry));
  return laws;
}

const FINAL: ReadonlySet<string> = new Set(["SUCCESS", "FAILURE", "REVOKED", "EXPIRED"]);
/** A lease is over for others only so much after its end: clocks differ. */
const SKEW_ALLOWANCE_MS = 5000;

class Laws implements TaskLaws {
  readonly violations: string[] = [];
  readonly #options: TaskLawsOptions;
  readonly #read = createBodyReader();
  readonly #promised = new Map<string, PromisedTask>();
  readonly #revoked = new Set<string>();
  readonly #outcomes = new Map<string, number>();
  readonly #returned = new Set<string>();
  readonly #effects = new Map<string, string>();

  constructor(options: TaskLawsOptions) {
    this.#options = options;
  }

  follow(entry: HistoryEntry): void {
    switch (entry.kind) {
      case "acknowledged":
        this.#promised.set(entry.task.taskId, entry.task);
        return;
      case "revoke-acknowledged":
        if (entry.answer !== "too-late") this.#revoked.add(entry.taskId);
        return;
      case "started":
        this.#checkEta(entry.taskId, entry.generation, entry.at, "its handler");
        return;
      case "returned":
        this.#returned.add(`${entry.taskId}#${entry.generation}`);
        return;
      case "effect":
        this.#checkEffect(entry.taskId, entry.key);
        return;
      case "written":
        this.#checkWrite(entry.before, entry.after);
        return;
      case "sent":
        if (this.#options.isDeadLetterQueue(entry.queue)) this.#checkDeadLetter(entry);
        return;
      case "deleted":
        if (entry.gone) this.#checkDelete(entry.message);
        return;
      default:
        return;
    }
  }

  checkEnd(): void {
    const lying = new Set(this.#options.messages().map(({ taskId }) => taskId));
    for (const { taskId, tracked } of this.#promised.values()) {
      const record = this.#options.record(taskId);
      if (record !== undefined && FINAL.has(record.state)) continue;
      if (!tracked && this.#hasReturned(taskId)) continue;
      const rests = lying.has(taskId) ? "its message still lies there" : "no message is left";
      this.#broken("G1", taskId, `never ended: ${record?.state ?? "no record"}, ${rests}`);
    }
  }

  #broken(law: string, taskId: string, what: string): void {
    const text = `${law}: ${what} (${taskId})`;
    if (this.violations.includes(text)) return;
    this.violations.push(text);
    this.#options.onViolation?.(text);
  }

  #hasReturned(taskId: string): boolean {
    return [...this.#returned].some((key) => key.startsWith(`${taskId}#`));
  }

  #checkEffect(taskId: string, key: string): void {
    const known = this.#effects.get(taskId);
    if (known !== undefined && known !== key) {
      this.#broken("G4", taskId, `an effect under a second key: ${known}, then ${key}`);
    }
    this.#effects.set(taskId, key);
  }

  #checkEta(taskId: string, generation: number, at: number, what: string): void {
    const eta = this.#promised.get(taskId)?.eta;
    if (generation === 0 && eta !== undefined && at < eta) {
      this.#broken("G6", taskId, `${what} started ${eta - at} ms before its eta`);
    }
  }

  #checkWrite(before: TaskRecord | undefined, after: TaskRecord): void {
    if (before !== undefined) {
      if (before.generation === after.generation) this.#checkSameGeneration(before, after);
      else this.#checkNewGeneration(before, after);
    }
    if (isNewAttempt(before, after)) this.#checkStart(before, after);
    if (FINAL.has(after.state) && !isSameEnd(before, after)) this.#checkOutcome(after);
  }

  #checkSameGeneration(before: TaskRecord, after: TaskRecord): void {
    const { taskId } = after;
    if (FINAL.has(before.state) && after.state !== before.state) {
      this.#broken("G3", taskId, `${before.state} became ${after.state}`);
    }
    if (after.attempts < before.attempts) {
      this.#broken("G8", taskId, `attempts fell from ${before.attempts} to ${after.attempts}`);
    }
    if (after.excused < before.excused) this.#broken("G8", taskId, "excused attempts fell");
    if (progressOf(after) < progressOf(before)) {
      this.#broken("G8", taskId, `progress fell from ${before.progress} to ${after.progress}`);
    }
    if (before.revokeRequested && !FINAL.has(before.state)) {
      if (after.state === "RETRY" || after.state === "FAILURE") {
        this.#broken("G7", taskId, `${after.state} was written over a revoke`);
      }
      if (!after.revokeRequested) this.#broken("G7", taskId, "a revoke was forgotten");
    }
  }

  #checkNewGeneration(before: TaskRecord, after: TaskRecord): void {
    const { taskId } = after;
    if (after.generation < before.generation) {
      this.#broken("G8", taskId, `generation fell from ${before.generation}`);
    } else if (before.state !== "FAILURE") {
      this.#broken("G3", taskId, `generation ${after.generation} follows ${before.state}`);
    }
  }

  #checkStart(before: TaskRecord | undefined, after: TaskRecord): void {
    const { taskId, generation } = after;
    const at = after.startedAt ?? 0;
    if (this.#revoked.has(taskId)) {
      this.#broken("G7", taskId, "an attempt started after its revoke was acknowledged");
    }
    this.#checkEta(taskId, generation, at, "an attempt");
    const expires = this.#promised.get(taskId)?.expires;
    if (generation === 0 && expires !== undefined && at > expires) {
      this.#broken("expires", taskId, "an attempt started after its expiry");
    }
    const attempts = before?.generation === generation ? before.attempts + 1 : 1;
    if (after.attempts !== attempts) {
      this.#broken("G8", taskId, `attempt ${attempts} was counted as ${after.attempts}`);
    }
    if (before?.generation !== generation) return;
    if (before.state === "STARTED" && at < before.leaseUntil + SKEW_ALLOWANCE_MS) {
      this.#broken("lease", taskId, "it was taken over while its lease held");
    }
    if (before.state === "RETRY" && at < before.nextAttemptAt) {
      this.#broken("retry", taskId, "it started before its next attempt was due");
    }
  }

  #checkOutcome(after: TaskRecord): void {
    const { taskId, generation, state } = after;
    const key = `${taskId}#${generation}`;
    const outcomes = (this.#outcomes.get(key) ?? 0) + 1;
    this.#outcomes.set(key, outcomes);
    if (outcomes > 1) this.#broken("G3", taskId, `generation ${generation} has two outcomes`);
    if (state !== "SUCCESS") return;
    const performers = this.#options.performersOf?.(taskId);
    const hasRun = performers?.some((id) => this.#hasReturned(id)) ?? this.#returned.has(key);
    if (!hasRun) this.#broken("G2", taskId, "it succeeded without having run");
    const { result } = after;
    if (result === undefined || result.kind !== "inline") return;
    const of = (result.value as { readonly of?: unknown } | null)?.of;
    if (!(performers ?? [taskId]).some((id) => id === of)) {
      this.#broken("result", taskId, `it holds the result of ${String(of)}`);
    }
  }

  /** A copy follows a failure that is stored, never one that may still be written. */
  #checkDeadLetter(entry: HistoryEntry & { readonly kind: "sent" }): void {
    const seen = this.#read("", entry.message.body);
    if (seen.taskId === undefined || seen.generation === 0) return;
    const record = this.#options.record(seen.taskId);
    if (record === undefined) return;
    const ended = record.generation === seen.generation - 1 && record.state === "FAILURE";
    if (ended || record.generation >= seen.generation) return;
    this.#broken("G9", seen.taskId, `a dead letter was sent over ${record.state}`);
  }

  /** Nothing may let go of the last message of a task that has not ended. */
  #checkDelete(deleted: SeenMessage): void {
    const { taskId, generation, version } = deleted;
    if (taskId === undefined || version !== 1 || !this.#promised.has(taskId)) return;
    const record = this.#options.record(taskId);
    // It has run, which is all that is promised of it: a duplicate's claim may stand there without a message.
    if (this.#options.isUntracked(taskId) && this.#hasReturned(taskId)) return;
    if (record !== undefined && isOver(record, generation)) return;
    // The message of the generation that failed is enough: its own delivery sends the copy.
    const owed = record?.generation ?? 0;
    const others = this.#options.messages().filter((message) => message.taskId === taskId);
    if (others.some((message) => message.generation >= owed)) return;
    const state = record === undefined ? "no record" : `${record.state} g${record.generation}`;
    this.#broken("G1", taskId, `its last message (g${generation}) was deleted: ${state}`);
  }
}

/** No message of this generation is needed any more. */
function isOver(record: TaskRecord, generation: number): boolean {
  if (!FINAL.has(record.state)) return false;
  if (record.state !== "FAILURE") return true;
  return record.revokedGeneration !== undefined && generation > record.generation;
}

function isNewAttempt(before: TaskRecord | undefined, after: TaskRecord): boolean {
  if (after.state !== "STARTED") return false;
  return before === undefined || before.state !== "STARTED" || before.owner !== after.owner;
}

function isSameEnd(before: TaskRecord | undefined, after: TaskRecord): boolean {
  return before?.state === after.state && before.generation === after.generation;
}

function progressOf(record: TaskRecord): number {
  return typeof record.progress === "number" ? record.progress : Number.NEGATIVE_INFINITY;
}
