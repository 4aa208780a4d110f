import type { OutgoingMessage, ReceivedMessage, TaskRecord, WriteGuard } from "@celeriac/core";
import type { AppliedCall } from "./simulated-network.ts";

/** What happened, as AWS and the outside world saw it. Entries are only ever added. */
export type HistoryEntry =
  /** `enqueue` resolved: from now on the task is promised. */
  | { readonly kind: "acknowledged"; readonly task: PromisedTask }
  | {
      readonly kind: "revoke-acknowledged";
      readonly taskId: string;
      readonly answer: "revoked" | "requested" | "too-late";
    }
  /** A handler began. `at` is its process's wall clock. */
  | {
      readonly kind: "started";
      readonly taskId: string;
      readonly generation: number;
      readonly attempt: number;
      readonly at: number;
    }
  | { readonly kind: "returned"; readonly taskId: string; readonly generation: number }
  /** An effect outside, made under `ctx.idempotencyKey`. */
  | { readonly kind: "effect"; readonly taskId: string; readonly key: string }
  | {
      readonly kind: "written";
      readonly before: TaskRecord | undefined;
      readonly after: TaskRecord;
      readonly call: AppliedCall | undefined;
    }
  | {
      readonly kind: "write-refused";
      readonly guard: WriteGuard | undefined;
      readonly change: Partial<TaskRecord>;
      readonly current: TaskRecord | undefined;
      readonly call: AppliedCall | undefined;
    }
  | {
      readonly kind: "sent";
      readonly queue: string;
      readonly message: OutgoingMessage;
      readonly call: AppliedCall | undefined;
    }
  | {
      readonly kind: "received";
      readonly queue: string;
      readonly message: ReceivedMessage;
      readonly call: AppliedCall | undefined;
    }
  | {
      readonly kind: "hidden";
      readonly queue: string;
      readonly message: SeenMessage | undefined;
      readonly seconds: number;
      readonly call: AppliedCall | undefined;
    }
  /** SQS has answered that a message is deleted; `gone`: it is, and no copy of it comes back. */
  | {
      readonly kind: "deleted";
      readonly queue: string;
      readonly message: SeenMessage;
      readonly gone: boolean;
    };

/** A task whose `enqueue` resolved, with what it was asked for. */
export interface PromisedTask {
  readonly taskId: string;
  /** False for `ignoreResult`: some promises are given up for it. */
  readonly tracked: boolean;
  readonly eta: number | undefined;
  readonly expires: number | undefined;
}

/** A message by what its body says; the fields of what is no envelope are `undefined`. */
export interface SeenMessage {
  readonly messageId: string;
  readonly body: string;
  readonly taskId: string | undefined;
  readonly generation: number;
  readonly version: number | undefined;
  readonly eta: number | undefined;
}

/** Takes entries, and tells whoever follows. */
export interface History {
  add(entry: HistoryEntry): void;
  /** Called with every entry, once it has happened. */
  follow(follower: (entry: HistoryEntry) => void): void;
  readonly length: number;
  /** Every entry so far, when the history was made to keep them. */
  readonly entries: readonly HistoryEntry[];
}

/** Creates a history. `keep`: remembers its entries; else only those who follow see them. */
export function createHistory(options: { readonly keep: boolean }): History {
  const entries: HistoryEntry[] = [];
  const followers: ((entry: HistoryEntry) => void)[] = [];
  let length = 0;
  return {
    add: (entry) => {
      length += 1;
      if (options.keep) entries.push(entry);
      for (const follower of followers) follower(entry);
    },
    follow: (follower) => {
      followers.push(follower);
    },
    get length() {
      return length;
    },
    entries,
  };
}
