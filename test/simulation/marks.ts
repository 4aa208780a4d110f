import { createBodyReader, type HistoryEntry, type Kernel } from "@celeriac/testing/models";

/** What must have happened at least once over all seeds: a simulation that never meets it proves nothing about it. */
export const MARKS = [
  "lease taken over",
  "duplicate after delete",
  "crash between complete and continue",
  "unknown outcome of a claim recognised as own",
  "revoke racing claim",
  "eta redelivered early",
  "newer envelope version released",
  "generation raised by a redrive while the old duplicate arrives",
  "message renewed near its receive limit",
  "heartbeat losing to the lease",
  "a late request meeting a finished record",
  "lost owner leaving its message alone",
  "revoke flag found on a dead attempt",
  "drain deadline reached",
] as const;

export type Mark = (typeof MARKS)[number];

export interface MarkWatch {
  readonly seen: ReadonlySet<Mark>;
  see(mark: Mark): void;
  follow(entry: HistoryEntry): void;
  /** A process died. */
  crashed(name: string): void;
  /** A delivery ended without an acknowledgement because its owner had lost the task. */
  left(taskId: string): void;
}

export interface MarkOptions {
  readonly kernel: Kernel;
  /** The generation that is recorded of a task. */
  readonly generationOf: (taskId: string) => number | undefined;
}

const NEAR_THE_LIMIT = 48;

/** Follows a history for what it meets. */
export function watchMarks(options: MarkOptions): MarkWatch {
  return new Watch(options);
}

class Watch implements MarkWatch {
  readonly seen = new Set<Mark>();
  readonly #options: MarkOptions;
  readonly #read = createBodyReader();
  readonly #gone = new Set<string>();
  /** By process: tasks whose end it has written, and whose message it has not let go of yet. */
  readonly #ending = new Map<string, Set<string>>();
  /** Owners whose claim was applied and who were told that it failed. */
  readonly #uncertain = new Set<string>();
  readonly #nearLimit = new Set<string>();
  readonly #lostOwners = new Set<string>();

  constructor(options: MarkOptions) {
    this.#options = options;
  }

  see(mark: Mark): void {
    this.seen.add(mark);
  }

  crashed(name: string): void {
    const ending = this.#ending.get(name);
    if (ending !== undefined && ending.size > 0) this.see("crash between complete and continue");
    this.#ending.delete(name);
  }

  left(taskId: string): void {
    if (this.#lostOwners.has(taskId)) this.see("lost owner leaving its message alone");
  }

  follow(entry: HistoryEntry): void {
    switch (entry.kind) {
      case "written":
        this.#written(entry);
        return;
      case "write-refused":
        this.#refused(entry);
        return;
      case "received":
        this.#received(entry);
        return;
      case "sent":
        if (this.#nearLimit.has(entry.message.body)) {
          this.see("message renewed near its receive limit");
        }
        return;
      case "hidden":
        if (entry.message?.version === 2) this.see("newer envelope version released");
        return;
      case "deleted":
        this.#gone.add(entry.message.messageId);
        for (const ending of this.#ending.values()) ending.delete(entry.message.taskId ?? "");
        return;
      default:
        return;
    }
  }

  #written({ before, after, call }: HistoryEntry & { readonly kind: "written" }): void {
    const taken = before?.state === "STARTED" && before.owner !== after.owner;
    if (after.state === "STARTED" && taken) this.see("lease taken over");
    if (after.state === "REVOKED" && before?.state === "STARTED" && before.revokeRequested) {
      const dead = call !== undefined && isRevisionGuard(call.values[1]);
      if (dead) this.see("revoke flag found on a dead attempt");
    }
    if (this.#uncertain.has(after.owner) && before?.owner === after.owner) {
      this.see("unknown outcome of a claim recognised as own");
    }
    const claims = after.state === "STARTED" && before?.owner !== after.owner;
    const uncertain = call?.fault?.kind === "unknown" || call?.fault?.kind === "late";
    if (claims && uncertain) this.#uncertain.add(after.owner);
    const ends = after.state === "SUCCESS" || after.state === "FAILURE";
    if (ends && before?.state === "STARTED" && call !== undefined) {
      const ending = this.#ending.get(call.process.name) ?? new Set();
      ending.add(after.taskId);
      this.#ending.set(call.process.name, ending);
    }
  }

  #refused(entry: HistoryEntry & { readonly kind: "write-refused" }): void {
    const { guard, change, current, call } = entry;
    const final = current !== undefined && FINAL.has(current.state);
    if (call?.fault?.kind === "late" && final) this.see("a late request meeting a finished record");
    if (current === undefined) return;
    const revokes = change.state === "REVOKED" || change.revokeRequested === true;
    if (guard?.kind !== "owner" && revokes && current.state === "STARTED") {
      this.see("revoke racing claim");
    }
    if (guard?.kind !== "owner" || guard.owner === current.owner) return;
    if (change.state === undefined && change.leaseUntil !== undefined) {
      this.see("heartbeat losing to the lease");
    }
    if (change.state !== undefined) this.#lostOwners.add(current.taskId);
  }

  #received({ message, queue }: HistoryEntry & { readonly kind: "received" }): void {
    const { messageId, body, receiveCount } = message;
    if (this.#gone.has(messageId)) this.see("duplicate after delete");
    if (queue.endsWith("-dlq")) return;
    if (receiveCount >= NEAR_THE_LIMIT) this.#nearLimit.add(body);
    const { taskId, generation, eta } = this.#read(messageId, body);
    if (taskId === undefined) return;
    if (generation === 0 && eta !== undefined && eta > this.#options.kernel.clock.now()) {
      this.see("eta redelivered early");
    }
    if (generation < (this.#options.generationOf(taskId) ?? 0)) {
      this.see("generation raised by a redrive while the old duplicate arrives");
    }
  }
}

const FINAL: ReadonlySet<string> = new Set(["SUCCESS", "FAILURE", "REVOKED", "EXPIRED"]);

function isRevisionGuard(guard: unknown): boolean {
  return (guard as { readonly kind?: unknown } | undefined)?.kind === "revision";
}
