import type {
  MessageReceiver,
  MessageSender,
  ReceivedMessage,
  TaskRecord,
  TaskStore,
} from "@celeriac/core";

export interface PlainPorts {
  readonly sender: MessageSender;
  readonly receiver: MessageReceiver;
  readonly store: TaskStore;
  /** What lies in the store. */
  readonly records: ReadonlyMap<string, TaskRecord>;
}

/** Ports that cost as little as ports can: what is left of a task's cost is the library's. They keep every condition. */
export function plainPorts(): PlainPorts {
  const records = new Map<string, TaskRecord>();
  return { ...plainQueue(), store: plainStore(records), records };
}

function plainQueue(): Pick<PlainPorts, "sender" | "receiver"> {
  const messages: ReceivedMessage[] = [];
  const waiters: (() => void)[] = [];
  let [sent, head] = [0, 0];
  const wake = (): void => waiters.shift()?.();
  return {
    sender: {
      async send(_queue, { body, attributes }) {
        const messageId = String(sent);
        sent += 1;
        const received = { messageId, receiptHandle: messageId, body, receiveCount: 1 };
        messages.push({ ...received, sentAt: Date.now(), ...(attributes && { attributes }) });
        wake();
        return { ok: true, messageId };
      },
    },
    receiver: {
      async receive(_queue, { max, signal }) {
        if (head === messages.length) {
          await new Promise<void>((resolve) => {
            waiters.push(resolve);
            signal?.addEventListener("abort", () => resolve());
          });
        }
        const taken = messages.slice(head, head + max);
        head += taken.length;
        return taken;
      },
      delete: async () => ({ ok: true }),
      changeVisibility: async () => ({ ok: true }),
    },
  };
}

function plainStore(records: Map<string, TaskRecord>): TaskStore {
  return {
    async insert(record) {
      const current = records.get(record.taskId);
      if (current !== undefined) return { written: false, current };
      records.set(record.taskId, record);
      return { written: true };
    },
    async update(taskId, guard, change) {
      const current = records.get(taskId);
      if (current === undefined) return { written: false, current };
      const holds =
        guard.kind === "revision"
          ? current.revision === guard.revision
          : current.state === "STARTED" &&
            current.owner === guard.owner &&
            current.generation === guard.generation &&
            !(guard.unlessRevoked && current.revokeRequested);
      if (!holds) return { written: false, current };
      records.set(taskId, { ...current, ...change, revision: current.revision + 1 });
      return { written: true };
    },
    read: async (taskId) => records.get(taskId),
  };
}
