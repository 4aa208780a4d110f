import type { TaskRecord } from "@celeriac/core";
import type { MemoryQueues } from "../queues/memory-queues.ts";
import type { MemoryTaskStore } from "../stores/memory-task-store.ts";
import type { History, SeenMessage } from "./history.ts";
import { createBodyReader } from "./seen-message.ts";
import type { AppliedCall } from "./simulated-network.ts";

/** Models whose every applied call is in a history. */
export interface WatchedPorts {
  readonly store: MemoryTaskStore;
  readonly queues: MemoryQueues;
  /** Every message that lies somewhere. */
  messages(): readonly (SeenMessage & { readonly queue: string })[];
  /** Hands an applied call to the models: what they do in it is written down as its doing. */
  during<Answer>(call: AppliedCall, apply: () => Answer): Answer;
}

/** Puts models under watch. They answer as before: a write is seen in the instant in which it happens. */
export function watchPorts(
  history: Pick<History, "add">,
  models: { readonly store: MemoryTaskStore; readonly queues: MemoryQueues },
): WatchedPorts {
  return new Watch(history, models.store, models.queues);
}

class Watch implements WatchedPorts {
  readonly store: MemoryTaskStore;
  readonly queues: MemoryQueues;
  readonly #history: Pick<History, "add">;
  readonly #model: MemoryQueues;
  readonly #read = createBodyReader();
  readonly #byId = new Map<string, SeenMessage>();
  #call: AppliedCall | undefined;

  constructor(history: Pick<History, "add">, store: MemoryTaskStore, queues: MemoryQueues) {
    this.#history = history;
    this.#model = queues;
    this.store = this.#watchStore(store);
    this.queues = this.#watchQueues(queues);
  }

  during<Answer>(call: AppliedCall, apply: () => Answer): Answer {
    this.#call = call;
    try {
      return apply();
    } finally {
      this.#call = undefined;
    }
  }

  messages(): readonly (SeenMessage & { readonly queue: string })[] {
    return this.#model.names.flatMap((queue) =>
      this.#model
        .peek(queue)
        .map(({ messageId, body }) => ({ ...this.#read(messageId, body), queue })),
    );
  }

  #watchStore(store: MemoryTaskStore): MemoryTaskStore {
    const wrote = (before: TaskRecord | undefined, taskId: string): boolean => {
      const after = store.record(taskId);
      if (after === undefined || after === before) return false;
      this.#history.add({ kind: "written", before, after, call: this.#call });
      return true;
    };
    return {
      ...store,
      insert: (record) => {
        const { taskId } = record;
        const before = store.record(taskId);
        const answer = store.insert(record);
        if (!wrote(before, taskId)) {
          const refused = { guard: undefined, change: record, current: before, call: this.#call };
          this.#history.add({ kind: "write-refused", ...refused });
        }
        return answer;
      },
      update: (taskId, guard, change) => {
        const before = store.record(taskId);
        const answer = store.update(taskId, guard, change);
        if (!wrote(before, taskId)) {
          const refused = { guard, change, current: before, call: this.#call };
          this.#history.add({ kind: "write-refused", ...refused });
        }
        return answer;
      },
    };
  }

  #watchQueues(queues: MemoryQueues): MemoryQueues {
    return {
      ...queues,
      names: queues.names,
      send: async (queue, message) => {
        const call = this.#call;
        const answer = await queues.send(queue, message);
        // An uncertain one may be stored: whether it is shows when it is received.
        if (answer.ok) this.#history.add({ kind: "sent", queue, message, call });
        return answer;
      },
      receive: async (queue, options) => {
        const call = this.#call;
        const messages = await queues.receive(queue, options);
        for (const message of messages) {
          this.#byId.set(message.messageId, this.#read(message.messageId, message.body));
          this.#history.add({ kind: "received", queue, message, call });
        }
        return messages;
      },
      delete: async (queue, receiptHandle) => {
        const message = this.#named(receiptHandle);
        const before = message !== undefined && this.#lies(queue, message);
        const answer = await queues.delete(queue, receiptHandle);
        if (before && answer.ok) {
          const gone = !this.#lies(queue, message);
          this.#history.add({ kind: "deleted", queue, message, gone });
        }
        return answer;
      },
      changeVisibility: async (queue, receiptHandle, seconds) => {
        const call = this.#call;
        const answer = await queues.changeVisibility(queue, receiptHandle, seconds);
        if (answer.ok) {
          const message = this.#named(receiptHandle);
          this.#history.add({ kind: "hidden", queue, message, seconds, call });
        }
        return answer;
      },
    };
  }

  #lies(queue: string, { messageId }: SeenMessage): boolean {
    return this.#model.holds(queue, messageId);
  }

  #named(receiptHandle: string): SeenMessage | undefined {
    return this.#byId.get(receiptHandle.slice(0, receiptHandle.lastIndexOf("#")));
  }
}
