import type { Clock, OneShotSchedule, OutgoingMessage, TaskRecord } from "@celeriac/core";
import type { MemoryQueues } from "../queues/memory-queues.ts";
import { type FalliblePort, type Fault, type FaultPlan, withFaults } from "../with-faults.ts";
import type { ArmedFaults } from "./armed-faults.ts";
import { createFaultyDeliveries } from "./faulty-deliveries.ts";
import type { MemoryModels } from "./memory-models.ts";
import { readBody } from "./read-body.ts";
import type { Passage } from "./run-in-memory.ts";
import type { Timeline } from "./timeline.ts";

export interface FaultyPassageParts {
  readonly models: MemoryModels;
  readonly armed: ArmedFaults;
  readonly timeline: Timeline;
  /** How far the clocks of client and hosts are behind, ms. */
  readonly behindMs: () => number;
  /** Runs a call during which a delete does not hold. */
  readonly withFailedDelete: <Answer>(call: () => Answer) => Answer;
}

/** What lies between models and a test app: nothing goes wrong in it but what was asked for. */
export function createFaultyPassage(parts: FaultyPassageParts): Passage {
  const { models, armed, timeline } = parts;
  const { clock, queues, store, schedules } = models;
  const behind: Clock = {
    now: () => clock.now() - parts.behindMs(),
    ...{ monotonic: clock.monotonic, timer: clock.timer, sleep: clock.sleep },
  };
  const faulty = <Port extends FalliblePort>(port: Port, plan: FaultPlan): Port =>
    withFaults(port, plan, clock);
  const sends = planOf(parts, "send", ["send", "putOneShot"]);
  return {
    sender: faulty(queues, sends),
    store: faulty(store, planOf(parts, "write", ["insert", "update"])),
    schedules: faulty(
      {
        ...schedules,
        putOneShot: async (schedule) => {
          await schedules.putOneShot(schedule);
          timeline.add({ kind: "scheduled", schedule });
        },
      },
      sends,
    ),
    clock: behind,
    queues: deliveringTwice(parts),
    deliver: (start, ports) => createFaultyDeliveries({ start, ports, armed, timeline }),
  };
}

function planOf(
  { armed, timeline, models }: FaultyPassageParts,
  kind: "send" | "write",
  calls: readonly string[],
): FaultPlan {
  return (call, _index, values) => {
    if (!calls.includes(call)) return undefined;
    const meant = meantBy(call, values, models);
    const fault = armed.take(kind, meant?.task);
    if (fault === undefined) return undefined;
    const end = fault.variant === "unknown" ? "is done, and its answer is lost" : "fails";
    const what = kind === "send" ? "a request to store a message" : "a write of the record";
    timeline.add({ kind: "fault", taskId: meant?.taskId, text: `${what} ${end}` });
    return fault.variant as Fault;
  };
}

type Meant = Pick<TaskRecord, "taskId" | "task"> | undefined;

/** Which task a call is about. */
function meantBy(call: string, values: readonly unknown[], { store }: MemoryModels): Meant {
  switch (call) {
    case "send":
      return readBody((values[1] as OutgoingMessage).body);
    case "putOneShot":
      return readBody((values[0] as OneShotSchedule).body);
    case "insert":
      return values[0] as TaskRecord;
    default:
      return store.record(values[0] as string);
  }
}

/** Queues of which a host gets some messages twice. */
function deliveringTwice({
  models,
  armed,
  timeline,
  withFailedDelete,
}: FaultyPassageParts): MemoryQueues {
  const { queues } = models;
  const tasks = new Map<string, Meant>();
  const again = async (queue: string, receiptHandle: string): Promise<void> => {
    const { taskId } = tasks.get(receiptHandle) ?? {};
    timeline.add({ kind: "fault", taskId, text: "SQS delivers the message once more" });
    await queues.changeVisibility(queue, receiptHandle, 0);
  };
  const takes = (receiptHandle: string, variant: string): boolean => {
    const task = tasks.get(receiptHandle)?.task;
    if (armed.peek("twice", task)?.variant !== variant) return false;
    return armed.take("twice", task) !== undefined;
  };
  return {
    ...queues,
    names: queues.names,
    receive: async (queue, options) => {
      const messages = await queues.receive(queue, options);
      for (const { receiptHandle, body } of messages) {
        tasks.set(receiptHandle, readBody(body));
        if (takes(receiptHandle, "overlapping")) await again(queue, receiptHandle);
      }
      return messages;
    },
    delete: async (queue, receiptHandle) => {
      const isTwice = takes(receiptHandle, "after");
      const deleting = (): ReturnType<MemoryQueues["delete"]> =>
        queues.delete(queue, receiptHandle);
      const answer = await (isTwice ? withFailedDelete(deleting) : deleting());
      if (isTwice) await again(queue, receiptHandle);
      tasks.delete(receiptHandle);
      return answer;
    },
  };
}
