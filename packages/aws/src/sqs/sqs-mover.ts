import type { ListMessageMoveTasksResultEntry } from "@aws-sdk/client-sqs";
import {
  CeleriacError,
  type MessageMover,
  type MoveProgress,
  type Resources,
} from "@celeriac/core";
import { awsCodeOf } from "../call/aws-error.ts";
import { locateQueue } from "./queue-map.ts";
import type { SqsMoveCalls } from "./sqs-move-calls.ts";

/** What emulators answer that know no such call; AWS knows it. */
const UNKNOWN_CALL: ReadonlySet<string> = new Set([
  "InvalidAction",
  "NotImplemented",
  "UnknownOperation",
  "UnknownOperationException",
  "UnsupportedOperation",
  "AWS.SimpleQueueService.UnsupportedOperation",
]);

export interface SqsMoverContext {
  readonly resources: Resources;
  readonly calls: () => Promise<SqsMoveCalls>;
}

/** Moves messages by SQS's own tasks. */
export function createSqsMover({ resources, calls }: SqsMoverContext): MessageMover {
  const newestOf = async (
    queue: string,
  ): Promise<{ readonly entry: ListMessageMoveTasksResultEntry | undefined } | "unsupported"> => {
    const { arn } = locateQueue(resources, queue);
    const { list } = await calls();
    try {
      return { entry: (await list(queue, arn)).Results?.[0] };
    } catch (error) {
      if (UNKNOWN_CALL.has(awsCodeOf(error))) return "unsupported";
      throw error;
    }
  };
  return {
    start: async (from, to, perSecond) => {
      const source = locateQueue(resources, from);
      const destination = locateQueue(resources, to);
      // Asked first: a refused start has the same code where one runs already and where none can ever run.
      const newest = await newestOf(from);
      if (newest === "unsupported") return newest;
      if (newest.entry?.Status === "RUNNING") throw runsAlready(from);
      const { start } = await calls();
      await start(from, {
        SourceArn: source.arn,
        DestinationArn: destination.arn,
        MaxNumberOfMessagesPerSecond: perSecond,
      });
      return "started";
    },
    newest: async (from) => {
      const newest = await newestOf(from);
      if (newest === "unsupported") return { kind: newest };
      const { entry } = newest;
      return entry === undefined
        ? { kind: "none" }
        : { kind: "move", progress: progressOf(resources, entry) };
    },
    cancel: async (from) => {
      const newest = await newestOf(from);
      // Only a move under way has a handle.
      if (newest === "unsupported" || newest.entry?.TaskHandle === undefined) return;
      const { cancel } = await calls();
      await cancel(from, newest.entry.TaskHandle);
    },
  };
}

const STATES: Readonly<Record<string, MoveProgress["state"]>> = {
  RUNNING: "running",
  CANCELLING: "cancelling",
  COMPLETED: "completed",
  CANCELLED: "cancelled",
  FAILED: "failed",
};

function progressOf(resources: Resources, entry: ListMessageMoveTasksResultEntry): MoveProgress {
  const to = Object.entries(resources.queues).find(([, { arn }]) => arn === entry.DestinationArn);
  return {
    state: STATES[entry.Status ?? ""] ?? "running",
    moved: entry.ApproximateNumberOfMessagesMoved ?? 0,
    toMove: entry.ApproximateNumberOfMessagesToMove,
    to: to?.[0],
    failure: entry.FailureReason,
  };
}

function runsAlready(queue: string): CeleriacError {
  return new CeleriacError(
    "refused",
    `messages are being moved from queue ${JSON.stringify(queue)} already, and SQS takes one move at a time: wait for it, or cancel it`,
    { retryable: true, details: { queue } },
  );
}
